/**
 * Elements from data. Text only ever becomes a text node and a value an attribute that cannot run, so what a
 * file holds is shown as it is written.
 */
export type Child = Node | string | null;

type Attributes = Readonly<Record<string, string | number | boolean | null | undefined>>;

type Handlers = Readonly<Record<string, (event: Event) => void>>;

/**
 * An HTML element.
 *
 * @param attributes a true one stands without a value, a false or null one is left out
 */
export function el<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  return fill(document.createElement(name), attributes, children);
}

/** An SVG element. */
export function svg<K extends keyof SVGElementTagNameMap>(
  name: K,
  attributes: Attributes = {},
  ...children: readonly Child[]
): SVGElementTagNameMap[K] {
  return fill(document.createElementNS('http://www.w3.org/2000/svg', name), attributes, children);
}

export function on<E extends Element>(element: E, handlers: Handlers): E {
  for (const [type, handler] of Object.entries(handlers)) element.addEventListener(type, handler);
  return element;
}

export function button(attributes: Attributes, action: () => void, ...children: readonly Child[]) {
  return on(el('button', { type: 'button', ...attributes }, ...children), { click: action });
}

/** A link to a page of the web, which the editor opens; plain text for everything that is none. */
export function link(label: string, url: string | null): Node {
  if (!url?.startsWith('https://')) return document.createTextNode(label);
  return el('a', { href: url, title: url }, label);
}

function fill<E extends Element>(element: E, attributes: Attributes, children: readonly Child[]): E {
  for (const [name, value] of Object.entries(attributes)) {
    if (value === null || value === undefined || value === false) continue;
    element.setAttribute(name, value === true ? '' : String(value));
  }
  element.append(...children.filter(child => child !== null));
  return element;
}

export function plural(count: number, one: string, many = `${one}s`): string {
  return `${count.toLocaleString('en')} ${count === 1 ? one : many}`;
}
