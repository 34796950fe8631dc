// Notes for a test of “Exit this page”: when she pressed, when the page was empty, when the next was there.
(() => {
  const say = (note) => console.log(JSON.stringify(note));
  const noted = () => JSON.parse(localStorage.getItem("exiting") || "[]");
  const note = (exiting, at, more) => {
    const one = { exiting, at: performance.timeOrigin + at, ...more };
    say(one);
    // What a page says as it goes may be lost; an empty page of the same origin says it again.
    localStorage.setItem("exiting", JSON.stringify([...noted(), one]));
  };
  let pressed = 0;
  const press = (event) => {
    if (event.type === "click" || ["Shift", "Enter"].includes(event.key)) pressed = performance.now();
  };
  addEventListener("keydown", press, true);
  addEventListener("click", press, true);
  addEventListener("pageshow", ({ persisted }) => say({ exiting: "shown", persisted }));
  addEventListener("DOMContentLoaded", () => {
    const now = performance.timeOrigin + performance.now();
    try {
      noted().forEach(say);
      localStorage.removeItem("exiting");
    } catch {
      // A page of nobody's.
    }
    say({ exiting: "there", at: now, url: location.href });
    const watching = new MutationObserver(() => {
      if (!pressed || !document.body || document.body.childNodes.length) return;
      const blank = performance.now();
      watching.disconnect();
      note("pressed", pressed);
      note("blank", blank, { took: blank - pressed, title: document.title, head: document.head.innerHTML });
    });
    watching.observe(document, { childList: true, subtree: true });
  });
})();
