// What the pages cannot do by themselves. Without it everything still works.
(() => {
  const root = document.documentElement;
  const all = (selector, within = document) => within.querySelectorAll(selector);
  const attempt = (act) => {
    try {
      return act();
    } catch {
      return null;
    }
  };
  // Words of ours in the page's language: it brings them where that is another than English
  const others = JSON.parse(document.getElementById("script-words")?.textContent ?? "{}");
  const filled = (words, values) => words.replace(/\{(\w+)\}/g, (hole, name) => values[name] ?? hole);
  const said = (message, values = {}) => filled(others[message] ?? message, values);
  let rules; // made when first needed: a browser takes a while to load a language
  function counted(one, many, n) {
    const forms = others[`${one}\n${many}`];
    if (!forms) return filled(n === 1 ? one : many, { n });
    rules ??= new Intl.PluralRules(root.lang);
    return filled(forms[rules.select(n)] ?? forms.other, { n });
  }
  globalThis.said = said;

  const store = attempt(() => sessionStorage);
  const late = document.currentScript.dataset.late.split(" ");

  // Drafts: in this tab alone, until they are sent. On a shared device none: she is asked instead
  const wayOut = document.querySelector(".exit");
  const shared = wayOut.matches("button");
  let unkept = false,
    leaving = false;
  const key = (form) => `draft:${form.dataset.draft}:${form.getAttribute("action")}`;
  const ticked = (field) => /radio|checkbox/.test(field.type);
  const state = (field) => (ticked(field) ? "checked" : "value");
  const label = (field) => field.name + (ticked(field) ? `=${field.value}` : "");
  // A list has no default of its own, but the line that the page has chosen, or its first.
  const before = (field) =>
    field[ticked(field) ? "defaultChecked" : "defaultValue"] ??
    (field.querySelector("[selected]") ?? field[0])?.value;
  const fields = (form) => [...form.elements].filter((f) => f.name && !/hidden|password|submit/.test(f.type));

  // Whose they are is kept as a sum with a number of this tab's own, which tells no name. A page that
  // is another's, or a visitor's, takes them away. Where she can sign in again, and where an error
  // gives her words back, they wait for her, for an hour.
  const hour = 36e5;
  const me = document.querySelector("#me a")?.getAttribute("href");
  const fold = (sum, letter) => Math.imul(sum ^ letter.charCodeAt(), 16777619) >>> 0;
  function mark(known) {
    const salt = known?.split(".")[0] ?? `${crypto.getRandomValues(new Uint32Array(1))}`;
    return `${salt}.${[...salt, ...`${me}`].reduce(fold, 2166136261)}`;
  }
  const drafts = () => Object.keys(store).filter((name) => name.startsWith("draft:"));
  function drop() {
    for (const name of [...drafts(), "sent", "whose", "since"]) store.removeItem(name);
  }
  function decide() {
    const whose = store.getItem("whose");
    if (me && whose === mark(whose)) return store.removeItem("since");
    if (me || !whose || !document.querySelector("[data-unsent]")) return drop();
    const since = Number(store.getItem("since")) || Date.now();
    const left = since + hour - Date.now();
    if (left <= 0) return drop();
    store.setItem("since", since);
    setTimeout(drop, left);
  }

  function hold(form, words) {
    store.setItem("whose", mark(store.getItem("whose")));
    store.setItem(key(form), JSON.stringify(words));
  }
  function keep(form) {
    const words = Object.fromEntries(fields(form).map((f) => [label(f), f[state(f)]]));
    unkept = shared || attempt(() => hold(form, words)) === null;
    for (const note of all("[data-draft-note]", form)) {
      note.textContent = shared
        ? said("Nothing is kept on this device. Send it before you leave this page.")
        : said("Draft kept on this device until you send it, sign out or close the tab.");
      note.hidden = unkept && !shared;
    }
  }
  function restore(form) {
    const words = attempt(() => JSON.parse(store.getItem(key(form)))) || {};
    for (const f of fields(form)) {
      if (f[state(f)] !== before(f) || !(label(f) in words) || f[state(f)] === words[label(f)]) continue;
      f[state(f)] = words[label(f)];
      f.closest("details")?.setAttribute("open", "");
    }
  }
  function settle(complains) {
    const sent = store?.getItem("sent");
    store?.removeItem("sent");
    if (!sent || complains) return;
    store.removeItem(sent);
    if (!drafts().length) drop();
  }
  function forget() {
    leaving = true;
    clearTimeout(resting);
    attempt(() => store.clear());
  }
  const unsent = (form) =>
    form.querySelector("[data-unsent]") || fields(form).some((f) => f[state(f)] !== before(f));
  addEventListener("beforeunload", (event) => {
    if (unkept && !leaving && [...all("form[data-draft]")].some(unsent)) event.preventDefault();
  });
  document.addEventListener("input", ({ target: { form } }) => {
    if (!form?.dataset.draft) return;
    keep(form);
    offer(form);
  });
  document.addEventListener("submit", ({ target: form, submitter }) => {
    if ("signOut" in form.dataset) forget();
    if (!form.dataset.draft || submitter?.hasAttribute("formaction")) return;
    leaving = true;
    if (!shared) attempt(() => store.setItem("sent", key(form)));
  });

  // Where help is, below what she writes if it speaks of harm: asked for when she rests, once for
  // the same words. What is there stays; where asking fails, nothing is said.
  let resting,
    asked = "";
  function offer(form) {
    const place = form.querySelector("#offer");
    clearTimeout(resting);
    if (!place || place.childElementCount) return;
    resting = setTimeout(() => {
      const { csrf_token, title, body, content_note } = form.elements;
      const typed = [title, body, content_note].map((field) => field?.value ?? "");
      if (`${typed}` === asked || !typed.join("").trim()) return;
      asked = `${typed}`;
      const words = { csrf_token: csrf_token.value, title: typed[0], body: typed[1], content_note: typed[2] };
      attempt(() => ask(place, new URLSearchParams(words)).catch(() => {}));
    }, 1500);
  }
  async function ask(place, words) {
    const answer = await fetch("/offer", { method: "POST", body: words });
    const offered = answer.ok && (await answer.text()).trim();
    if (!offered || !place.isConnected) return;
    place.innerHTML = offered;
    document.getElementById("status").textContent = place.querySelector("p").textContent;
  }

  // Exit: an empty page at once, whatever the network does, and in this tab no way back to any of ours
  const patience = 3000;
  const gone = () => location.replace("about:blank");
  function exit() {
    const form = wayOut.form,
      icon = document.querySelector("[rel=icon]");
    const words = form && new URLSearchParams(new FormData(form));
    document.head.replaceChildren();
    if (navigator.onLine && icon.dataset.neutral) icon.href = icon.dataset.neutral;
    if (navigator.onLine) document.head.append(icon);
    document.body.replaceChildren();
    document.title = said("Home");
    forget();
    attempt(() => store.setItem("left", "yes"));
    attempt(() => history.replaceState(null, "", "/"));
    if (form) attempt(() => navigator.sendBeacon(form.action, words));
    if (!navigator.onLine) return gone();
    location.replace(wayOut.href || wayOut.dataset.to);
    setTimeout(gone, patience);
  }
  const hasLeft = () => attempt(() => store.getItem("left"));
  const { type: came, redirectCount: wasLed } = performance.getEntriesByType("navigation")[0] ?? {};
  if (hasLeft() && came === "back_forward") exit();
  else attempt(() => (shared ? store.clear() : store.removeItem("left")));
  attempt(decide);
  // A page that the browser keeps in memory is hidden until it is known whether it may be seen again.
  addEventListener("pagehide", () => (root.style.visibility = "hidden"));
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted && hasLeft()) exit();
    else root.style.visibility = "";
  });
  let shifts = [];
  document.addEventListener("keydown", ({ key, repeat, timeStamp }) => {
    if (repeat) return;
    shifts = key === "Shift" ? [...shifts.slice(-2), timeStamp] : [];
    if (shifts.length === 3 && timeStamp - shifts[0] < 2000) exit();
  });

  // Times in her own zone, written as the server writes them
  const format = (options) =>
    new Intl.DateTimeFormat(root.lang.replace(/^en$/, "en-GB"), { numberingSystem: "latn", ...options }).format;
  const zone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;
  let day, clock; // made when first needed: that takes 20 ms and more
  function ago(then) {
    const minutes = Math.floor((Date.now() - then) / 6e4);
    if (minutes < 2) return said("just now");
    if (minutes < 60) return counted("{n} min ago", "{n} min ago", minutes);
    return minutes < 1440 ? counted("{n} h ago", "{n} h ago", Math.floor(minutes / 60)) : day(then);
  }
  // When something closes or begins, of which the server says the day, the moment or what is left
  const days = {};
  const midnight = (at) => new Date(at).setHours(0, 0, 0, 0);
  function ahead(then, how) {
    const n = Math.round((midnight(then) - midnight(Date.now())) / 864e5);
    const hour = clock(then);
    if (how === "left" && n > 1) return counted("in {n} day", "in {n} days", n);
    if (how === "left") return n ? said("tomorrow at {hour}", { hour }) : said("today at {hour}", { hour });
    const weekday = how === "exact" ? "long" : undefined;
    const year = then.getFullYear() === new Date().getFullYear() ? undefined : "numeric";
    days[how + year] ??= format({ weekday, day: "numeric", month: "long", year });
    const date = days[how + year](then);
    return weekday ? said("{day}, {time}", { day: date, time: hour }) : date;
  }
  function tell() {
    const times = all("time[datetime*=T]");
    if (!times.length) return;
    day ??= format({ day: "numeric", month: "long", year: "numeric" });
    clock ??= format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    for (const time of times) {
      const then = new Date(time.dateTime);
      const how = time.dataset.ahead;
      if ("ago" in time.dataset) time.textContent = ago(then);
      else if (how) time.textContent = how === "left" && then < Date.now() ? time.textContent : ahead(then, how);
      else if (/\d:\d\d$/.test(time.textContent)) time.textContent = `${day(then)}, ${clock(then)}`;
    }
    const shown = document.querySelector("[data-zone]");
    if (shown) shown.textContent = zone().replaceAll("_", " ");
  }

  // Quote what she selected in a post, or its first paragraph
  function quote(post) {
    const body = document.getElementById("body"),
      chosen = getSelection();
    const words =
      (post.contains(chosen.anchorNode) && `${chosen}`.trim()) || post.querySelector(".body p")?.innerText;
    if (!body || !words) return;
    const before = body.value.trimEnd();
    body.value = `${before}${before && "\n\n"}${words.replace(/^/gm, "> ")}\n\n`;
    body.focus();
    body.dispatchEvent(new Event("input", { bubbles: true }));
  }
  const quoting = ({ target }) => target.closest("[data-quote]");
  document.addEventListener("mousedown", (event) => quoting(event) && event.preventDefault());
  document.addEventListener("click", (event) => {
    if (quoting(event)) quote(event.target.closest("article, li"));
    if (!event.target.closest(".exit")) return;
    event.preventDefault();
    exit();
  });

  // A new page, or a part of one: her focus stays, or goes where the part asks
  function arrive(part, complains) {
    settle(complains);
    for (const form of all("form[data-draft]", part)) (form.querySelector("[data-unsent]") ? keep : restore)(form);
  }
  document.addEventListener("htmx:after:settle", ({ target }) => {
    leaving = false;
    tell();
    arrive(target, target.querySelector("[role=alert]"));
    if (document.activeElement === document.body) target.querySelector("[data-focus]")?.focus();
    const news = target.closest?.("[data-announce]") || target.querySelector("[data-announce]");
    if (news) document.getElementById("status").textContent = news.dataset.announce;
  });
  // A form that would have the site's zone begins with her device's; what was typed in it stays
  const zones = document.querySelector("select[data-device]");
  const hers = zones && [...zones.options].find(({ value }) => value === zone());
  if (hers && zones.value === before(zones)) {
    zones.querySelector("[selected]")?.removeAttribute("selected");
    hers.setAttribute("selected", "");
    zones.value = hers.value;
  }
  // What this page says of a deed is there before anybody listens: so its words come once more
  const told = document.querySelector(".notice[role=status]");
  if (told) setTimeout(() => told.append(told.lastElementChild), 500);
  // Whoever has sent a form is led on. A page that she opens herself says nothing of what became of it.
  arrive(document, !wasLed || document.querySelector("[role=alert], [data-unsent]"));
  document.querySelector("[role=alert][data-focus]")?.focus();

  // Beside the composer: a button on each post that quotes it there
  function offerQuotes() {
    if (!document.querySelector("form#composer")) return;
    for (const row of all("#posts .actions:not(:has([data-quote]))")) {
      const button = Object.assign(document.createElement("button"), { type: "button", className: "link" });
      const hidden = Object.assign(document.createElement("span"), { className: "vh" });
      const number = row.closest("[id^=p]").id.slice(1) - 1;
      button.dataset.quote = "";
      const words = number
        ? said("Quote<span> reply {n}</span>", { n: number })
        : said("Quote<span> the opening post</span>");
      const [start, within, end] = words.split(/<\/?span>/);
      hidden.textContent = within;
      button.append(start, hidden, end);
      row.append(button);
    }
  }
  offerQuotes();
  document.addEventListener("htmx:after:settle", offerQuotes);

  // An answer that says no: its words stand below what she pressed, and nothing is swapped
  function refuse(pressed, title, why) {
    const note = Object.assign(document.createElement("div"), { className: "note bad refusal" });
    note.setAttribute("role", "alert");
    for (const words of [title, why].filter(Boolean)) {
      note.append(Object.assign(document.createElement("p"), { textContent: words }));
    }
    all(".refusal").forEach((older) => older.remove());
    (pressed.closest(".actions, .row, .tabs, .pager") || pressed).after(note);
  }
  const pressedIn = ({ request, sourceElement }) => request.submitter || sourceElement;
  document.addEventListener("htmx:response:error", ({ detail: { ctx } }) => {
    if (ctx.response.status === 422) return;
    const page = new DOMParser().parseFromString(ctx.text, "text/html");
    const words = (selector) => page.querySelector(selector)?.textContent;
    Object.assign(ctx, { swap: "none", push: "false" });
    refuse(pressedIn(ctx), words("h1") || said("That didn’t work"), words(".lead"));
  });
  document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
    if (!ctx) return;
    refuse(pressedIn(ctx), said("We couldn’t reach the server"), said("Look at your connection and try again."));
  });

  // A part was asked for and a whole page came, as it does when she is led elsewhere: she goes there.
  // What she is writing is not taken from her by what only helps her write it.
  document.addEventListener("htmx:after:request", (event) => {
    const { response, request, text, sourceElement } = event.detail.ctx;
    const { ok, redirected, url } = response.raw;
    const isPart = request.headers["HX-Request-Type"] === "partial";
    if (!ok || !isPart || !/^\s*<!doctype/i.test(text)) return;
    if (!redirected && request.method !== "GET") return;
    event.preventDefault();
    if (!sourceElement.closest?.("form[data-draft]")) location.assign(url);
  });

  // What takes long comes when the page is seen: until then links and forms work by themselves. Work
  // that begins when the page is only laid out takes the processor from what puts it on the screen.
  function fetchLate() {
    const config = { history: "reload", morphIgnore: ["data-htmx-powered", "open"] };
    const onload = () => Object.assign(htmx.config, config);
    for (const src of late) {
      document.head.append(Object.assign(document.createElement("script"), { src, async: false, onload }));
    }
  }
  function finish() {
    fetchLate();
    tell();
    setInterval(tell, 6e4);
  }
  const rest = () => (window.requestIdleCallback ?? setTimeout)(finish);
  if (PerformanceObserver.supportedEntryTypes?.includes("paint")) {
    const seen = new PerformanceObserver(() => {
      seen.disconnect();
      rest();
    });
    seen.observe({ type: "paint", buffered: true });
  } else requestAnimationFrame(rest);
})();
