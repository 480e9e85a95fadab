/** Reads the form controls of OpenDocument: what they say, and which boxes are ticked. */

const TICKED = '☒';
const OPEN = '☐';

/** Collects the controls of a document; the content refers to them by ID. */
export class FormControls {
  readonly #lines = new Map<string, string>();
  #list: { id: string; chosen: string[] } | null = null;

  open(name: string, attributes: Readonly<Record<string, string>>): void {
    const { id = '', label = '', value = '' } = attributes;
    if (id === '' && name !== 'option') return;
    switch (name) {
      case 'checkbox':
        this.#lines.set(id, `${attributes['current-state'] === 'checked' ? TICKED : OPEN} ${label}`.trim());
        break;
      case 'radio':
        this.#lines.set(id, `${attributes['current-selected'] === 'true' ? TICKED : OPEN} ${label}`.trim());
        break;
      case 'listbox':
        this.#list = { id, chosen: [] };
        break;
      case 'option':
        if (attributes['current-selected'] === 'true') this.#list?.chosen.push(label);
        break;
      case 'text':
      case 'textarea':
      case 'combobox':
      case 'date':
      case 'time':
      case 'number':
      case 'formatted-text':
        this.#lines.set(id, attributes['current-value'] ?? value);
        break;
      case 'fixed-text':
      case 'button':
        this.#lines.set(id, label);
    }
  }

  close(name: string): void {
    if (name !== 'listbox' || this.#list === null) return;
    this.#lines.set(this.#list.id, this.#list.chosen.join(', '));
    this.#list = null;
  }

  /** Returns what a control shows; '' if nothing. */
  shown(id: string): string {
    return this.#lines.get(id)?.replace(/\s+/g, ' ').trim() ?? '';
  }
}
