// The link of a thread: copied or handed on by a button, where the browser can do that. Without it
// the field is there to copy from.
(() => {
  const link = document.getElementById("link");
  const status = document.getElementById("status");

  function offer(name, can, deed, done) {
    const button = document.querySelector(`[data-${name}]`);
    button.hidden = !can;
    button.addEventListener("click", async () => {
      try {
        await deed();
        status.textContent = button.textContent = done;
      } catch {
        // She has thought better of it, or the browser does not let us: the field is still there.
        link.select();
      }
    });
  }

  offer("copy", navigator.clipboard, () => navigator.clipboard.writeText(link.value), said("Copied"));
  offer("share", navigator.share, () => navigator.share({ url: link.value }), said("Shared"));
  link.addEventListener("focus", () => link.select());
})();
