// What changes while a page is open. The server says that something did; the usual addresses say what.
// Without it, or without the stream, a page shows what is new when it is loaded again.
(() => {
  const find = (selector) => document.querySelector(selector);
  const [, , name] = location.pathname.split("/");
  const place = {};
  if (find("#posts[data-n]")) place.thread = name;
  else if (find("#threads") && location.pathname === `/c/${name}`) place.circle = name;
  else if (find("#queue")) place.cases = "yes";
  else if (location.pathname === "/") place.home = "yes";
  else if (!find("#bell")) return;

  // What is asked for by itself is no visit of hers
  const headers = { "X-By-Itself": "true" };
  const ask = async (path) => {
    const answer = await fetch(path, { headers });
    return answer.ok && !answer.redirected ? (await answer.text()).trim() : null;
  };

  // A line that moves nothing: it lies below the header, and is read out when she rests
  const list = find("#posts[data-n], #threads");
  const line = Object.assign(document.createElement("div"), { className: "news", role: "status" });
  list?.after(line);
  async function tell(path) {
    const news = await ask(path);
    if (news === null || news === line.dataset.news) return;
    line.dataset.news = news;
    line.innerHTML = news;
  }
  function clear() {
    delete line.dataset.news;
    line.replaceChildren();
  }
  // On the same page of the thread the posts alone are new: what she is writing stays as it is
  async function show(link) {
    const first = find("#posts [id^=p]")?.id.slice(1) - 1;
    const after = Number(new URLSearchParams(link.search).get("after"));
    if (after !== first || !window.htmx) return location.assign(link.href);
    const part = { target: "#posts", swap: "outerMorph", headers: { "HX-Target": "form#posts" } };
    await htmx.ajax("GET", link.pathname + link.search, part);
    const post = find(link.hash);
    post?.setAttribute("tabindex", "-1");
    post?.focus();
  }
  line.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    show(link);
  });
  document.addEventListener("htmx:after:settle", ({ target }) => target.closest?.("#posts") && clear());

  async function ring() {
    const old = find("#bell");
    const page = new DOMParser().parseFromString((old && (await ask("/notifications/count"))) || "", "text/html");
    const bell = page.getElementById("bell");
    if (!bell) return;
    const focused = document.activeElement === old;
    old.replaceWith(bell);
    if (focused) bell.focus();
  }
  async function refresh(kind) {
    if (kind === "member") return ring();
    if (kind === "thread") return tell(`/news/thread/${name}?after=${find("#posts").dataset.n}`);
    if (place.circle) return tell(`/news/circle/${name}`);
    for (const part of document.querySelectorAll("[hx-trigger=refresh]")) part.dispatchEvent(new Event("refresh"));
  }
  // At once, and what comes soon after it together: a list costs the server more than a line does
  const waits = {};
  function hear(kind) {
    if (kind in waits) return (waits[kind] = true);
    waits[kind] = false;
    refresh(kind).catch(() => {});
    setTimeout(() => {
      const again = waits[kind];
      delete waits[kind];
      if (again) hear(kind);
    }, kind === "thread" ? 250 : 2000);
  }

  // The stream: while she looks at the page. `heard`: until when nothing has been missed
  let stream,
    timer,
    failed = 0,
    heard = performance.timeOrigin;
  function open() {
    clearTimeout(timer);
    if (document.hidden || stream) return;
    const began = Date.now();
    const age = Math.max(0, Math.ceil((began - heard) / 1000));
    stream = new EventSource(`/live?${new URLSearchParams({ ...place, age })}`);
    stream.onopen = () => (heard = began);
    stream.onmessage = ({ data }) => hear(data);
    stream.onerror = () => {
      close();
      failed = Date.now() - began > 6e4 ? 0 : failed + 1;
      timer = setTimeout(open, Math.min(3e5, 500 * 2 ** failed) * (0.3 + Math.random()));
    };
  }
  function close() {
    clearTimeout(timer);
    stream?.close();
    stream = null;
  }
  // What no stream speaks of is looked for when the server has not looked lately
  if (find("#bell[data-old]")) ring().catch(() => {});
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("pageshow", open);
  open();
})();
