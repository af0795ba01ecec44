import * as vscode from 'vscode';

/** What to do with XML documents whose root element is `Sysmon`. */
export type Association = 'serve' | 'switch' | 'off';

export const associationSetting = 'sysmon.files.associate';

export function association(): Association {
  return vscode.workspace.getConfiguration().get<Association>(associationSetting, 'serve');
}
