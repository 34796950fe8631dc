// The queue by keyboard and as it is now; the words to begin a statement with. Without it the
// pages work by links and buttons.
(() => {
  const EVERY = 2e4;
  const queue = () => document.getElementById("queue");

  function withKeys(told) {
    const wanted = told.querySelector("input");
    told.hidden = false;
    const links = () => [...queue().querySelectorAll(".queue h3 a")];
    const row = () => document.activeElement.closest(".queue > li");
    const link = () => row()?.querySelector("h3 a");

    function move(step) {
      const all = links(),
        at = all.indexOf(link());
      const next = at < 0 ? (step > 0 ? 0 : all.length - 1) : at + step;
      all[Math.min(Math.max(next, 0), all.length - 1)]?.focus();
    }
    const deeds = {
      j: () => move(1),
      k: () => move(-1),
      c: () => row()?.querySelector("button")?.click(),
      d: () => link() && location.assign(`${link().href}#decision`),
    };
    document.addEventListener("keydown", (event) => {
      const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
      if (!wanted.checked || typing || event.ctrlKey || event.altKey || event.metaKey) return;
      if (!(event.key in deeds)) return;
      event.preventDefault();
      deeds[event.key]();
    });
  }

  // What has changed meanwhile takes its place where it stands: focus and scroll stay
  function refresh() {
    setInterval(() => document.hidden || queue()?.dispatchEvent(new Event("refresh")), EVERY);
  }

  // The words go where she writes, and nothing that she has chosen is lost
  function beginStatements(form) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const { body, action } = form.elements.template.selectedOptions[0].dataset;
      const note = document.getElementById("note");
      note.value = body.trim();
      const choice = document.querySelector(`.ruling [name="action"][value="${action}"]`);
      if (choice) choice.checked = true;
      note.dispatchEvent(new Event("input", { bubbles: true }));
      note.focus();
    });
  }

  const keys = document.querySelector("[data-keys]"),
    begin = document.querySelector("form[data-begin]");
  if (keys) withKeys(keys);
  if (queue()) refresh();
  if (begin) beginStatements(begin);
})();
