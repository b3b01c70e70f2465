/** The nonce of this page's content security policy; empty when the server gave none. */
export function cspNonce(): string {
  const meta = document.querySelector<HTMLMetaElement>('meta[name="csp-nonce"]');
  return meta?.content ?? "";
}

/**
 * Libraries such as xterm create `<style>` elements at run time; the policy refuses them without
 * the nonce, and they have no option for it.
 */
export function giveStylesTheNonce(): void {
  const nonce = cspNonce();
  if (nonce === "") {
    return;
  }
  const create = Document.prototype.createElement;
  Document.prototype.createElement = function createElement(
    this: Document,
    name: string,
    options?: ElementCreationOptions,
  ): HTMLElement {
    const element = create.call(this, name, options);
    if (element instanceof HTMLStyleElement) {
      element.nonce = nonce;
    }
    return element;
  } as typeof create;
}
