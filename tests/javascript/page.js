// As much of a browser's page as drawing needs: elements that remember what they were given.

class Element {
  constructor(tag, namespace) {
    Object.assign(this, { tag, namespaceURI: namespace, attributes: {}, children: [], dataset: {}, className: "", hidden: false, listeners: {} });
    const properties = {}, classes = new Set();
    this.style = { properties, setProperty: (name, value) => { properties[name] = String(value); } };
    this.classList = { names: classes, add: (...names) => names.forEach((name) => classes.add(name)), remove: (...names) => names.forEach((name) => classes.delete(name)),
      toggle: (name, on) => (on ? classes.add(name) : classes.delete(name)) };
  }
  setAttribute(name, value) { this.attributes[name] = String(value); }
  removeAttribute(name) { delete this.attributes[name]; }
  append(...parts) { this.children.push(...parts); }
  replaceChildren(...parts) { this.children = parts; }
  addEventListener(kind, act) { (this.listeners[kind] ??= []).push(act); }
  fire(kind, event = {}) { (this.listeners[kind] ?? []).forEach((act) => act(event)); }
  get textContent() { return this.children.map((one) => (one instanceof Element ? one.textContent : one)).join(""); }
  set textContent(text) { this.children = [String(text)]; }
  get valueAsNumber() { return Number(this.value); }
  get isConnected() { return true; }
}

export const document = { createElement: (tag) => new Element(tag, "html"), createElementNS: (namespace, tag) => new Element(tag, namespace) };
export const element = (tag = "div") => document.createElement(tag);
