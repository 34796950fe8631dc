// Passkeys: the browser makes one, or shows that it has one, and the form takes that along. Without
// this script, or without passkeys in the browser, the form stays hidden and the page says what else
// there is.
(() => {
  const forms = document.querySelectorAll("form[data-passkey]");
  if (!window.PublicKeyCredential || !navigator.credentials) return;

  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const words = (buffer) =>
    btoa(String.fromCharCode(...new Uint8Array(buffer)))
      .replace(/\+/g, "-")
      .replace(/\//g, "_")
      .replace(/=+$/, "");

  async function ask(kind, publicKey) {
    publicKey.challenge = bytes(publicKey.challenge);
    if (publicKey.user) publicKey.user.id = bytes(publicKey.user.id);
    for (const one of publicKey.excludeCredentials ?? []) one.id = bytes(one.id);
    return navigator.credentials[kind]({ publicKey });
  }

  function answer({ id, rawId, type, response }) {
    const said = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
      if (response[part]) said[part] = words(response[part]);
    }
    return JSON.stringify({ id, rawId: words(rawId), type, response: said });
  }

  for (const form of forms) {
    const { passkey: kind, options } = form.dataset;
    const field = form.elements[form.dataset.field],
      status = form.querySelector("[role=status]");
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      if (field.value) return;
      event.preventDefault();
      event.stopPropagation();
      if (!form.reportValidity()) return;
      try {
        field.value = answer(await ask(kind, JSON.parse(options)));
        form.requestSubmit(event.submitter);
      } catch (error) {
        // She has thought better of it, or the device has none: the other ways are still there.
        // That it has one of hers already the browser says by this name alone (WebAuthn, 5.1.3).
        const { failed, known } = status.dataset;
        status.textContent = error.name === "InvalidStateError" ? known : failed;
      }
    });
  }
  for (const told of document.querySelectorAll("[data-no-passkey]")) told.hidden = true;
})();
