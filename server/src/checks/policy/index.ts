import type { Check } from '../check.ts';
import { bareBlockRelation } from './bareBlockRelation.ts';
import { blockingEventBroad } from './blockingEventBroad.ts';
import { captureSwitchedOff } from './captureSwitchedOff.ts';
import { conditionNeedsVersion } from './conditionNeedsVersion.ts';
import { defaultIsInverse } from './defaultIsInverse.ts';
import { emptyBlockChangesDefault } from './emptyBlockChangesDefault.ts';
import { emptyOption } from './emptyOption.ts';
import { eventNotOnLinux } from './eventNotOnLinux.ts';
import { excludeByAttackerText } from './excludeByAttackerText.ts';
import { excludeByBareName } from './excludeByBareName.ts';
import { excludeByDomainPart } from './excludeByDomainPart.ts';
import { excludeByWritablePath } from './excludeByWritablePath.ts';
import { excludesAnyAllSwapped } from './excludesAnyAllSwapped.ts';
import { fieldNewerThanDeclared } from './fieldNewerThanDeclared.ts';
import { nameWithoutTechnique } from './nameWithoutTechnique.ts';
import { noisyEventUnfiltered } from './noisyEventUnfiltered.ts';
import { nothingIsLogged } from './nothingIsLogged.ts';
import { numberComparedAsText } from './numberComparedAsText.ts';
import { ruleRelationUnknown } from './ruleRelationUnknown.ts';
import { ruleWithoutRelation } from './ruleWithoutRelation.ts';
import { schemaversionCutShort } from './schemaversionCutShort.ts';
import { wrongTechniqueName } from './wrongTechniqueName.ts';

const checks: readonly Check[] = [
  schemaversionCutShort,
  eventNotOnLinux,
  captureSwitchedOff,
  nothingIsLogged,
  emptyBlockChangesDefault,
  emptyOption,
  numberComparedAsText,
  excludesAnyAllSwapped,
  ruleWithoutRelation,
  ruleRelationUnknown,
  bareBlockRelation,
  defaultIsInverse,
  excludeByWritablePath,
  excludeByBareName,
  excludeByAttackerText,
  excludeByDomainPart,
  noisyEventUnfiltered,
  blockingEventBroad,
  conditionNeedsVersion,
  fieldNewerThanDeclared,
  nameWithoutTechnique,
  wrongTechniqueName,
];

/** What Sysmon takes as written, and what a reader of the configuration should know all the same. */
export const POLICY_CHECKS: readonly Check[] = checks.map(check => ({
  ...check,
  // What a damaged text says is a guess, so it is repaired before anything in it is moved.
  fixes: (facts, context) => (context.parsed.tree.errors.length === 0 ? check.fixes(facts, context) : []),
}));
