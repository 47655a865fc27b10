// What the pages can do beyond their plain forms: send without leaving, show what changes, keep what is typed.
// Every word that a person reads comes from the page; without this file all of it works by loading pages anew.
"use strict";
(() => {
  const page = document.documentElement, body = document.body, words = body.dataset;
  const by = (id) => document.getElementById(id);
  const log = by("log"), open = by("open"), says = by("says"), text = by("text"), strip = by("offline");
  const store = {
    get: (name) => { try { return JSON.parse(sessionStorage.getItem(name)); } catch { return null; } },
    set: (name, value) => { try { sessionStorage.setItem(name, JSON.stringify(value)); } catch { /* full, or not allowed */ } },
    drop: (name) => { try { sessionStorage.removeItem(name); } catch { /* not allowed */ } },
  };
  page.classList.add("live");

  // ---------- keys: each press has its own; the same one again only while it was not answered
  // What stands before the tilde says on which day of the demo the page was drawn, and stays.
  const freshKey = (old) => old.split(" ", 1)[0].replace(/[^~]*$/, "") + Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) => n.toString(16).padStart(2, "0")).join("");
  const meaning = (control) => control.name === "press" ? control.value.slice(control.value.indexOf(" ")) : [control.name, control.id, control.matches("button") && control.value].join(" ");
  const renewKey = (control) => { control.value = freshKey(control.value) + (control.name === "press" ? meaning(control) : ""); };
  const controls = (root) => [...root.querySelectorAll("button, input, select, textarea, a[href], summary")];
  const alike = (root, control) => root && controls(root).find((one) => one.offsetParent && meaning(one) === meaning(control));

  // ---------- what is read out: the first sentence of what is new, once it is done
  let toRead = [], reading = 0;
  function readOut(sentence) {
    toRead.push(sentence);
    clearTimeout(reading);
    reading = setTimeout(() => { by("heard").textContent = toRead.join(" "); toRead = []; }, 150);
  }
  const firstOf = (article) => article.querySelector("[data-first]")?.textContent ?? "";
  function announce(article) {
    if (article.matches(".own, [aria-busy]")) return;
    readOut(`${article.querySelector(".by b").textContent}: ${firstOf(article)}`);
  }

  // ---------- messages
  const pane = () => getComputedStyle(by("scroll")).overflowY === "auto" ? by("scroll") : document.scrollingElement;
  const edge = () => pane() === document.scrollingElement ? 0 : pane().getBoundingClientRect().top;
  const nearEnd = () => pane().scrollHeight - pane().scrollTop - pane().clientHeight < 240;
  const calm = matchMedia("(prefers-reduced-motion: reduce)");
  // While the page glides to its end it is not near it yet; what comes meanwhile is followed all the same.
  let gliding = false, stoodAt = 0;
  // Whoever goes up while it glides down has taken over, whether we were told of that yet or not.
  const glides = () => { gliding &&= pane().scrollTop >= stoodAt; return gliding; };
  const newest = () => [...log.querySelectorAll(".message")].pop();
  function toEnd(behavior = calm.matches ? "auto" : "smooth") {
    gliding = behavior === "smooth";
    stoodAt = pane().scrollTop;
    const last = newest();
    if (last && last.offsetHeight > pane().clientHeight - 40) last.scrollIntoView({ block: "start", behavior });
    else pane().scrollTo({ top: pane().scrollHeight, behavior });
  }
  function reveal(article) {
    if (article === newest()) toEnd("auto");
    else article.scrollIntoView({ block: article.offsetHeight > pane().clientHeight ? "start" : "nearest" });
  }
  const shape = (article) => article.textContent.replace(/\s+/g, " ") + controls(article).map((one) => meaning(one) + one.checked);

  function replace(old, fresh) {
    const held = old.contains(document.activeElement) ? document.activeElement : null;
    const opened = old.querySelector("details[open]");
    const was = old.getBoundingClientRect(), stood = held?.getBoundingClientRect().top;
    old.replaceWith(fresh);
    carry(old, fresh);
    if (opened && fresh.querySelector("details")) fresh.querySelector("details").open = true;
    wake(fresh);
    const again = held && alike(fresh, held);
    if (log.contains(fresh)) {
      // What is being looked at stays where it is: the control in use, or else all that stands below.
      const moved = again ? again.getBoundingClientRect().top - stood : was.top < edge() ? fresh.getBoundingClientRect().bottom - was.bottom : 0;
      const goesOn = glides();
      if (Math.abs(moved) >= 1) pane().scrollBy({ top: moved, behavior: "instant" });
      if (goesOn) toEnd();
    }
    if (!held) return;
    if (!again) fresh.tabIndex = -1;
    (again || fresh).focus({ preventScroll: true });
  }

  function startDay(article) {
    const days = [...log.querySelectorAll(".day")];
    const last = days[days.length - 1];
    if (last && last.dataset.day >= article.dataset.day) return;
    if (last) last.textContent = last.dataset.dayname;
    const day = Object.assign(document.createElement("p"), { className: "day", textContent: words.today });
    day.dataset.day = article.dataset.day;
    day.dataset.dayname = article.dataset.dayname;
    log.append(day);
  }

  function showMessage(article) {
    const old = by(article.id);
    if (old) {
      const done = old.hasAttribute("aria-busy") || firstOf(old) !== firstOf(article);
      replace(old, article);
      if (done) announce(article);
      return;
    }
    const follow = glides() || nearEnd();
    by("empty")?.remove();
    startDay(article);
    article.classList.add("arrive");
    const waiting = log.querySelector(".waiting");
    if (waiting) waiting.before(article); else log.append(article);
    wake(article);
    announce(article);
    if (follow && !open.firstElementChild) toEnd(); else if (!nearEnd()) by("below").hidden = false;
  }

  // ---------- notes of one sentence
  let leaves = 0;
  function notify(note) {
    const alarm = note.classList.contains("alarm");
    const close = Object.assign(document.createElement("button"), { type: "button", className: "close", textContent: words.close });
    close.addEventListener("click", () => { note.remove(); text.focus(); });
    const sentence = note.textContent.trim();
    note.append(close);
    by("notices").replaceChildren(note);
    if (alarm) by("alarmed").textContent = sentence; else readOut(sentence);
    clearTimeout(leaves);
    if (!alarm) leaves = setTimeout(() => { if (!note.contains(document.activeElement)) note.remove(); }, 12000);
  }
  function fault() {
    const note = Object.assign(document.createElement("div"), { className: "note alarm" });
    note.append(Object.assign(document.createElement("span")), Object.assign(document.createElement("div"), { textContent: words.fault }));
    notify(note);
  }

  // ---------- the sheet: what opened it gets the focus back; what is typed is kept until it is handed in
  let opener = null;
  const draftName = (form) => {
    // Which questions a team asks may change while something is typed: it is the same form still.
    const about = [...form.elements].filter((one) => /^(action|about\.(?!asked$).*)$/.test(one.name)).map((one) => one.value);
    return ["draft", words.me, ...about].join(" ");
  };
  const fields = (form) => [...form.elements].filter((one) => one.name.startsWith("field.") && one.type !== "file" && (one.type !== "hidden" || one.dataset.picked !== undefined));
  const holds = (one) => one.matches("[type=radio], [type=checkbox]") ? one.checked : one.value;

  function keepDraft(form) {
    store.set(draftName(form), fields(form).map((one) => [one.name, one.matches("[type=radio], [type=checkbox]") ? one.value : "", holds(one), one.dataset.shows]));
  }
  function bringDraft(form) {
    const kept = store.get(draftName(form));
    if (!kept || form.querySelector("[aria-invalid]")) return;
    for (const one of fields(form)) {
      const choice = one.matches("[type=radio], [type=checkbox]");
      const found = kept.find(([name, value]) => name === one.name && (!choice || value === one.value));
      if (!found) continue;
      if (choice) one.checked = found[2]; else one.value = found[2];
      if (found[3] !== undefined && one.dataset.picked !== undefined) one.dispatchEvent(new CustomEvent("brought", { detail: found[3] }));
    }
  }
  const openName = ["open", words.me, words.here].join(" ");
  let through = []; // the forms that led to this one: what was typed there is done with when this one is handed in
  function openSheet(sheet, from) {
    const before = by("sheet")?.querySelector("form");
    through = from || !before ? [] : [...through, draftName(before)];
    open.replaceChildren(sheet);
    if (from) opener = from;
    if (from?.control?.name === "press") store.set(openName, meaning(from.control));
    wake(sheet);
    if (!from && !sheet.querySelector("[aria-invalid]")) {
      // Who asked for it in words goes on writing if they like, and sees it.
      if (!before) sheet.scrollIntoView({ block: "start", behavior: calm.matches ? "auto" : "smooth" });
      return;
    }
    const wrong = sheet.querySelector("[aria-invalid=true]");
    const first = wrong && (wrong.matches("[role=radiogroup]") ? wrong.querySelector("input") : wrong);
    const seen = controls(sheet).filter((one) => one.offsetParent && one.type !== "hidden" && !one.matches(".unpick"));
    (first || (seen[0].type === "radio" && seen.find((one) => one.name === seen[0].name && one.checked)) || seen[0]).focus({ preventScroll: true });
    (first ? first.closest(".field") : sheet).scrollIntoView({ block: first ? "center" : "start", behavior: calm.matches ? "auto" : "smooth" });
  }
  function closeSheet(keep) {
    const sheet = by("sheet");
    if (!sheet) return;
    if (!keep) [...through, draftName(sheet.querySelector("form"))].forEach(store.drop);
    through = [];
    store.drop(openName);
    sheet.remove();
    open.replaceChildren();
    const back = opener && ((opener.control.isConnected && opener.control) || alike(by(opener.message), opener.control) || by(opener.message));
    if (back?.matches("article")) back.tabIndex = -1;
    (back || text).focus({ preventScroll: true });
    back?.closest(".message")?.scrollIntoView({ block: "nearest" });
    opener = null;
  }

  // ---------- fragments: what an answer or an event brings
  function place(html, from) {
    const holder = document.createElement("template");
    holder.innerHTML = html;
    let brought = null;
    for (const part of [...holder.content.children]) {
      if (part.matches("article.message")) { showMessage(part); brought = part; }
      else if (part.matches("section#sheet")) openSheet(part, from);
      else if (part.matches("[data-notice]")) notify(part);
      else if (part.matches("template[data-close-sheet]")) closeSheet(false);
      else if (part.id && by(part.id)) replace(by(part.id), part);
    }
    return brought;
  }

  // ---------- sending: in the order in which it was done; what finds no connection waits
  const line = [];
  let sending = false;
  function send(form, submitter) {
    const filled = new FormData(form), data = form.enctype === "multipart/form-data" ? filled : new URLSearchParams(filled);
    if (submitter?.name) data.append(submitter.name, submitter.value);
    if (line.some((job) => job.form === form && job.data.toString() === data.toString())) return;
    const control = submitter || form.querySelector(":checked, button");
    line.push({ form, data, url: form.getAttribute("action"), from: { control, message: form.closest(".message")?.id }, tries: 0 });
    if (form !== says) control?.setAttribute("aria-disabled", "true");
    by("notices").querySelector(".note:not(.alarm)")?.remove();
    if (form === says) { text.value = ""; store.drop(sayDraft); renewKey(says.elements.namedItem("key")); grow(text); }
    pump();
  }
  async function pump() {
    if (sending) return;
    sending = true;
    while (line.length) {
      const job = line[0];
      let answer = null, html = "";
      try {
        answer = await fetch(job.url, { method: "POST", headers: { "X-Fragment": "1" }, body: job.data });
        html = await answer.text();
      } catch { answer = null; }
      if (!answer || (answer.status === 503 && job.tries < 4)) {
        job.tries += 1;
        if (!answer) lost();
        showWaiting();
        setTimeout(() => { sending = false; pump(); }, answer ? 1000 : 3000);
        return;
      }
      line.shift();
      if (!line.length) strip.hidden = true;
      settle(job, answer, html);
    }
    sending = false;
  }
  function settle(job, answer, html) {
    job.waiting?.remove();
    job.from.control?.removeAttribute("aria-disabled");
    if (answer.redirected) { location.assign(answer.url); return; }
    if (job.form === says) {
      if (!answer.ok && !text.value) text.value = job.data.get("text");
      grow(text);
    } else if (job.form.isConnected) {
      controls(job.form).filter((one) => one.name === "press").forEach(renewKey);
    }
    if (/<(html|body)[\s>]/i.test(html.slice(0, 400)) || (!answer.ok && !html.trim())) { fault(); return; }
    const sheet = job.form.closest("#sheet"), stood = job.form.isConnected;
    const brought = place(html, sheet || job.form === says ? null : job.from);
    if (stood && job.form.isConnected && job.form.matches(".marks")) job.form.reset();
    // The answer to a form may have come by itself before, unseen below the form: now it is looked at.
    if (!sheet || !brought || by("sheet")) return;
    const held = brought.contains(document.activeElement) && document.activeElement.closest("li");
    if (held) held.scrollIntoView({ block: "nearest" }); else reveal(brought);
  }
  function showWaiting() {
    for (const job of line) {
      if (job.waiting || job.form !== says) continue;
      job.waiting = by("waiting").content.firstElementChild.cloneNode(true);
      job.waiting.querySelector(".theirs").textContent = job.data.get("text");
      log.append(job.waiting);
      toEnd();
    }
  }
  function lost() {
    if (!strip.hidden) return;
    const now = new Date(), since = strip.querySelector("[data-since]");
    const two = (n) => String(n).padStart(2, "0");
    since.textContent = since.dataset.since.replace("{at}", `${two(now.getHours())}:${two(now.getMinutes())}`);
    strip.hidden = false;
    readOut(strip.textContent.trim());
  }
  addEventListener("beforeunload", (event) => { if (line.length) event.preventDefault(); });
  addEventListener("offline", lost);
  addEventListener("online", () => { strip.hidden = true; sending = false; pump(); });

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented) return;
    event.preventDefault();
    if (form === says && !text.value.trim()) return;
    const posts = form.matches(".marks") && !event.submitter ? form.querySelector(":checked") : true;
    if (posts && event.submitter?.getAttribute("aria-disabled") !== "true") send(form, event.submitter);
  });

  // ---------- marks: a press posts at once; who walks through them with the arrow keys is given a moment
  let walked = false, walking = 0, meant = null;
  document.addEventListener("pointerdown", () => { walked = false; }, true);
  document.addEventListener("keydown", (event) => { walked = event.key.startsWith("Arrow"); }, true);
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (form?.matches(".marks") && event.target.type === "radio") {
      if (meant && meant.form !== form) say();
      clearTimeout(walking);
      meant = event.target;
      walking = setTimeout(say, walked ? 700 : 0);
    }
  });

  function say() {
    const one = meant;
    meant = null;
    clearTimeout(walking);
    if (one?.isConnected) send(one.form, null);
  }
  // What somebody is about to say outlives the message being drawn anew around it.
  function carry(old, fresh) {
    const again = meant && old.contains(meant) && alike(fresh, meant);
    if (!again) return;
    again.checked = true;
    meant = again;
  }

  // ---------- fields
  const sayDraft = ["say", words.me, words.here].join(" ");
  const grows = CSS.supports("field-sizing", "content");
  function grow(area) {
    if (grows) return;
    area.style.height = "auto";
    area.style.height = `${area.scrollHeight + 2}px`;
  }
  function count(area) {
    const sheet = area.closest("#sheet"), over = [...area.value].length - Number(area.dataset.longest);
    let note = area.parentElement.querySelector(".over");
    if (over > 0 && !note) {
      note = Object.assign(document.createElement("p"), { className: "small wrong over" });
      area.after(note);
    }
    if (over > 0) note.textContent = sheet.dataset.over.replace("{n}", over); else note?.remove();
  }
  function offerClear(group, sheet) {
    const clear = Object.assign(document.createElement("button"), { type: "button", className: "button small quiet unpick", textContent: sheet.dataset.clear });
    clear.setAttribute("aria-describedby", group.getAttribute("aria-labelledby"));
    const sync = () => { clear.hidden = !group.querySelector(":checked"); };
    clear.addEventListener("click", () => {
      const chosen = group.querySelector(":checked");
      chosen.checked = false;
      sync();
      chosen.focus();
      keepDraft(chosen.form);
    });
    group.addEventListener("change", sync);
    const row = group.closest(".field").querySelector(".label, .small-label");
    if (row) row.insertBefore(clear, row.querySelector(".audience")); else group.before(clear);
    sync();
  }

  document.addEventListener("input", (event) => {
    const area = event.target;
    if (area.matches("[data-one-line]") && /\s*[\r\n]+\s*/.test(area.value)) area.value = area.value.replace(/\s*[\r\n]+\s*/g, " ");
    if (area.matches("textarea")) grow(area);
    if (area.dataset.longest) count(area);
    if (area === text) store.set(sayDraft, text.value);
    else if (area.closest("#sheet")) keepDraft(area.form);
  });
  document.addEventListener("keydown", (event) => {
    const area = event.target;
    if (event.isComposing || event.keyCode === 229) return;
    if (event.key === "Enter" && area === text && !event.shiftKey) { event.preventDefault(); says.requestSubmit(); }
    if (event.key !== "Enter" || !area.closest("#sheet")) return;
    if (event.ctrlKey || event.metaKey) { event.preventDefault(); area.form.requestSubmit(); return; }
    if (area.matches("[data-one-line], input:not([role=combobox])")) {
      event.preventDefault();
      const all = controls(area.form).filter((one) => one.offsetParent && one.type !== "hidden" && !(one.type === "radio" && one.name === area.name && one !== area));
      all[all.indexOf(area) + 1]?.focus();
    }
  });

  // ---------- the line picker: an editable combobox with a list
  function pick(box) {
    const plain = box.querySelector("select, input");
    const shown = plain.matches("select") ? (plain.value && plain.selectedOptions[0]?.textContent) || "" : plain.value;
    const input = document.createElement("input"), value = document.createElement("input"), list = document.createElement("div");
    for (const { name, value: set } of plain.attributes) if (/^(id|aria-.*|placeholder|dir)$/.test(name)) input.setAttribute(name, set);
    Object.assign(input, { type: "text", autocomplete: "off", value: shown });
    const label = box.closest(".field").querySelector(`label[for="${input.id}"]`).textContent;
    const attributes = { role: "combobox", "aria-expanded": "false", "aria-autocomplete": "list", "aria-controls": `${input.id}-list`, "aria-required": String(plain.required) };
    for (const name in attributes) input.setAttribute(name, attributes[name]);
    Object.assign(value, { type: "hidden", name: plain.name, value: plain.value });
    value.dataset.picked = "";
    value.dataset.shows = shown;
    Object.assign(list, { className: "offer", id: `${input.id}-list`, hidden: true });
    box.replaceChildren(input, value, list);
    let asked = null, active = -1, waiting = 0;
    const options = () => [...list.querySelectorAll("[role=option]")];
    const shut = () => {
      list.hidden = true;
      active = -1;
      asked?.abort();
      clearTimeout(waiting);
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const mark = (to) => {
      const all = options();
      if (!all.length) return;
      active = (to + all.length) % all.length;
      all.forEach((one, at) => one.setAttribute("aria-selected", String(at === active)));
      input.setAttribute("aria-activedescendant", all[active].id);
      all[active].scrollIntoView({ block: "nearest" });
    };
    const set = (chosen, shows) => {
      value.value = chosen;
      value.dataset.shows = shows;
      input.classList.toggle("picked", chosen !== shows);
      if (input.form) keepDraft(input.form);
    };
    const take = (option) => { input.value = option.dataset.text; set(option.dataset.value, option.dataset.text); shut(); };
    const ask = async (query) => {
      asked?.abort();
      asked = new AbortController();
      let html;
      try {
        const answer = await fetch(`${box.dataset.from}&q=${encodeURIComponent(query)}`, { headers: { "X-Fragment": "1" }, signal: asked.signal });
        if (!answer.ok) return;
        html = await answer.text();
      } catch { return; }
      list.innerHTML = html;
      const listed = list.querySelector("[role=listbox]");
      list.id = listed ? "" : `${input.id}-list`;
      if (listed) Object.assign(listed, { id: `${input.id}-list`, ariaLabel: label });
      options().forEach((one, at) => { one.id = `${input.id}-option-${at}`; });
      if (!listed) readOut(list.textContent.trim());
      list.hidden = false;
      list.scrollIntoView({ block: "nearest" });
      active = -1;
      input.removeAttribute("aria-activedescendant");
      input.setAttribute("aria-expanded", String(Boolean(listed)));
    };
    input.addEventListener("input", () => {
      set(input.value, input.value);
      clearTimeout(waiting);
      waiting = setTimeout(() => ask(input.value), 150);
    });
    input.addEventListener("click", () => { if (list.hidden) ask(value.value === input.value ? input.value : ""); });
    input.addEventListener("keydown", async (event) => {
      if (event.isComposing) return;
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
      if (step) {
        event.preventDefault();
        if (list.hidden) await ask(value.value === input.value ? input.value : "");
        if (!event.altKey) mark(active < 0 ? (step > 0 ? 0 : -1) : active + step);
      } else if (event.key === "Enter") {
        event.preventDefault();
        if (active >= 0) take(options()[active]); else shut();
      } else if (event.key === "Escape" && (!list.hidden || input.value)) {
        event.stopPropagation();
        if (list.hidden) { input.value = ""; set("", ""); }
        shut();
      }
    });
    input.addEventListener("blur", shut);
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => { const option = event.target.closest("[role=option]"); if (option) take(option); });
    value.addEventListener("brought", (event) => { input.value = event.detail; set(value.value, event.detail); });
    input.classList.toggle("picked", value.value !== shown);
  }

  // ---------- what is on its way: it takes the place of what stands there meanwhile, or that goes
  async function hear(article) {
    let html = null;
    for (let tries = 0; html === null && tries < 3 && article.isConnected; tries += 1) {
      try {
        const answer = await fetch(article.dataset.heard, { headers: { "X-Fragment": "1" } });
        if (answer.ok) html = await answer.text();
      } catch { /* there is no connection: it is asked again */ }
      if (html === null) await new Promise((then) => setTimeout(then, 3000));
    }
    if (!article.isConnected) return;
    const follow = glides() || nearEnd();
    if (html) place(html, null); else article.remove();
    if (follow) toEnd();
  }

  // ---------- whatever is new on the page
  function wake(root) {
    root.querySelectorAll(".picker").forEach((box) => { if (!box.querySelector("[role=combobox]")) pick(box); });
    const form = root.matches?.("#sheet") ? root.querySelector("form") : root.querySelector("#sheet form");
    if (form) {
      bringDraft(form);
      form.querySelectorAll("[role=radiogroup][data-optional]").forEach((group) => offerClear(group, form.closest("#sheet")));
    }
    root.querySelectorAll("textarea").forEach(grow);
    if (root.matches?.("[data-heard]")) hear(root);
  }

  // ---------- the way past the bar and the places, to what is new rather than to what is three weeks old
  document.querySelector(".skip").addEventListener("click", (event) => {
    const last = by("sheet") || newest();
    if (!last) return;
    event.preventDefault();
    last.tabIndex = -1;
    last.focus({ preventScroll: true });
    last.scrollIntoView({ block: "start" });
  });

  // ---------- pop-overs, the way back, the end of the page
  function shutPops(except) {
    document.querySelectorAll("details[data-pop][open]").forEach((one) => { if (one !== except) one.open = false; });
  }
  document.addEventListener("click", (event) => {
    shutPops(event.target.closest("details[data-pop]"));
    if (event.target.closest("[data-later]")) { event.preventDefault(); closeSheet(true); }
    if (event.target.closest("#below")) toEnd();
    if (event.target.closest(".pop button")) setTimeout(shutPops);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const pop = document.querySelector("details[data-pop][open]");
    if (pop) { pop.open = false; pop.querySelector("summary").focus(); return; }
    if (location.hash === "#beside") {
      location.hash = "#main";
      document.querySelector(innerWidth > 560 ? ".to-beside" : ".tabs a[href='#beside']")?.focus();
    }
  });
  document.addEventListener("scroll", () => {
    if (glides()) stoodAt = pane().scrollTop;
    if (nearEnd()) by("below").hidden = true;
  }, { passive: true, capture: true });
  document.addEventListener("scrollend", () => {
    // One that was cut short is begun again; it is over when the newest message is in sight.
    if (newest()?.getBoundingClientRect().top < innerHeight) gliding = false;
  }, { passive: true, capture: true });

  // ---------- what happens elsewhere: the server knows how far this page has heard, and says when to look again
  async function catchUp() {
    let now;
    try {
      const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
      if (!answer.ok) return;
      now = new DOMParser().parseFromString(await answer.text(), "text/html");
    } catch { return; }
    const ours = document.querySelector("script[src]").getAttribute("src");
    if (now.querySelector("script[src]")?.getAttribute("src") !== ours && !by("sheet") && !line.length) { location.reload(); return; }
    for (const day of now.querySelectorAll("#log > .day")) {
      const stands = log.querySelector(`.day[data-day="${day.dataset.day}"]`);
      if (stands) stands.textContent = day.textContent;
    }
    for (const article of [...now.querySelectorAll("#log > article.message")]) {
      const old = by(article.id);
      if (!old || shape(old) !== shape(article)) showMessage(document.adoptNode(article));
    }
    for (const id of ["clock", "places"]) if (now.getElementById(id) && by(id)) replace(by(id), document.adoptNode(now.getElementById(id)));
    const beside = by("beside"), fresh = now.getElementById("beside");
    if (beside && fresh && beside.textContent !== fresh.textContent) beside.replaceChildren(...fresh.childNodes);
  }
  function listen() {
    const source = new EventSource(words.events);
    let away = 0;
    source.addEventListener("open", () => {
      clearTimeout(away);
      away = 0;
      if (!line.length) strip.hidden = true;
    });
    source.addEventListener("error", () => {
      if (source.readyState === EventSource.CLOSED) { clearTimeout(away); setTimeout(listen, 10000); return; }
      away ||= setTimeout(lost, 3000);
    });
    source.addEventListener("message", (event) => place(event.data, null));
    source.addEventListener("clock", (event) => place(event.data, null));
    source.addEventListener("reload", catchUp);
    source.addEventListener("anew", () => location.reload());
    addEventListener("pagehide", () => source.close(), { once: true });
  }
  addEventListener("pageshow", (event) => { if (event.persisted) listen(); });

  wake(document);
  const unsaid = store.get(sayDraft);
  if (unsaid && !text.value) { text.value = unsaid; grow(text); }
  for (const note of [...by("notices").children]) notify(note);
  const wrong = document.querySelector("#sheet [aria-invalid=true]");
  if (wrong) (wrong.matches("[role=radiogroup]") ? wrong.querySelector("input") : wrong).focus();
  else if (by("sheet")) by("sheet").scrollIntoView();
  else {
    toEnd("auto");
    const opened = store.get(openName), again = opened && controls(log).findLast((one) => one.name === "press" && meaning(one) === opened);
    if (again) send(again.form, again);
  }
  listen();
})();
