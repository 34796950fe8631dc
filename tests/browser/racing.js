// What a moderator's page does in the race. `cases` are addresses; each form is that of its page.

async function read(answer) {
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

async function open(cases) {
  window.forms = [];
  for (const address of cases) {
    const page = await read(await fetch(address));
    window.forms.push([address, page.querySelector("form.ruling")]);
  }
  return window.forms.filter(([, form]) => form).length;
}

async function decide(words) {
  const told = [];
  for (const [address, form] of window.forms) {
    const body = new URLSearchParams(new FormData(form));
    for (const [name, value] of Object.entries(words)) body.set(name, value);
    // Not `form.action`: a field of this form has that name.
    const to = form.getAttribute("action");
    const answer = await fetch(to, { method: "POST", body, redirect: "manual" });
    // A browser does not say more of an answer that leads elsewhere.
    const went = answer.type === "opaqueredirect";
    const theirs = went ? null : (await read(answer)).querySelector("[role=alert] blockquote");
    told.push([address, went ? 303 : answer.status, theirs?.textContent.trim() ?? ""]);
  }
  return told;
}

async function linked(list, each) {
  const links = (await read(await fetch(list))).querySelectorAll(`main h3 a[href^="${each}"]`);
  return [...links].map((link) => link.getAttribute("href"));
}

async function said(addresses) {
  const told = [];
  for (const address of addresses) {
    const page = await read(await fetch(address));
    told.push([...page.querySelectorAll("main .said")].map((words) => words.textContent.trim()));
  }
  return told;
}
