// The board: one snapshot at a position, then every change after it. What the change stream does not tell
// (freshness of calendars, another outlook for the same presence) comes with a new snapshot now and then.

const mostRows = 500;
const retryMs = 2000;

const byId = id => document.getElementById(id);
const rowsElement = byId("rows");
const line = byId("line");
const search = byId("search");

let presences = new Map(); // name → { availability, colour }, in the site's order
let board = new Map(); // extension → row
let position = 0; // newest position that is on this board
let tag = null; // of the newest snapshot
let chosen = null; // the presence that is filtered by
let changed = new Set(); // extensions that changed since the last drawing
let stream = null;
let drawing = false;

const day = new Intl.DateTimeFormat(undefined, { weekday: "short" });
const clock = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit", hour12: false });
const date = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", year: "numeric" });
const daysApart = (a, b) => Math.round((new Date(a).setHours(0, 0, 0, 0) - new Date(b).setHours(0, 0, 0, 0)) / 86400000);

function when(iso) {
  if (!iso) return "";
  const instant = new Date(iso);
  const days = daysApart(instant, new Date());
  if (days === 0) return clock.format(instant);
  if (days > 0 && days < 7) return `${day.format(instant)} ${clock.format(instant)}`;
  return days < 0 && days > -7 ? day.format(instant) : date.format(instant);
}

function outlook(row) {
  if (row.manual === "untilCleared") return ["until cleared", "set by hand"];
  const until = when(row.until);
  const byHand = row.manual ? "set by hand" : "";
  if (!until) return ["", byHand];
  if (!row.next) return [until, byHand];
  return row.availability === "open" && !row.manual ? ["", `${row.next} at ${until}`] : [until, `then ${row.next}`];
}

function say(state, words) {
  line.className = `line ${state}`;
  line.textContent = words;
  document.body.classList.toggle("is-lost", state === "lost");
}

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

function drawRow(row) {
  const [until, next] = outlook(row);
  const tr = element("tr", changed.has(row.extension) ? "changed" : "");
  const name = element("td", "", row.name);
  if (row.staleSince) {
    const mark = element("span", "stale", `stale since ${when(row.staleSince)}`);
    mark.title = "The calendar could not be read since then; the last known one counts.";
    name.append(" ", mark);
  }
  const shown = element("span", `presence ${row.availability}`, row.presence);
  const known = presences.get(row.presence);
  if (known) shown.style.setProperty("--colour", known.colour);
  const presence = element("td");
  presence.append(shown);
  const since = element("td", "middle", when(row.since));
  since.title = new Date(row.since).toLocaleString();
  tr.append(name, element("td", "num", row.extension), presence, since, element("td", "wide", until), element("td", "wide soft", next));
  return tr;
}

function drawChips() {
  const counts = new Map();
  for (const row of board.values()) counts.set(row.presence, (counts.get(row.presence) ?? 0) + 1);
  const chip = (words, presence) => {
    const button = element("button", "chip", words);
    button.type = "button";
    button.dataset.presence = presence ?? "";
    button.setAttribute("aria-pressed", String(chosen === presence));
    button.addEventListener("click", () => { chosen = presence; draw(); });
    return button;
  };
  const chips = [chip(`Everybody ${board.size}`, null)];
  for (const name of presences.keys()) if (counts.has(name) || chosen === name) chips.push(chip(`${name} ${counts.get(name) ?? 0}`, name));
  const focused = document.activeElement?.dataset?.presence;
  byId("chips").replaceChildren(...chips);
  if (focused !== undefined) chips.find(c => c.dataset.presence === focused)?.focus();
}

function drawNow() {
  drawing = false;
  const wanted = search.value.trim().toLocaleLowerCase();
  const fits = row => (chosen === null || row.presence === chosen)
    && (wanted === "" || row.extension.toLowerCase().includes(wanted) || row.name.toLocaleLowerCase().includes(wanted));
  const found = [...board.values()].filter(fits);
  rowsElement.replaceChildren(...found.slice(0, mostRows).map(drawRow));
  changed.clear();
  drawChips();
  byId("note").textContent = found.length > mostRows ? `The first ${mostRows} of ${found.length}. Type a name or an extension to find somebody.`
    : found.length > 0 ? ""
    : board.size > 0 ? "Nobody fits." : "There are no extensions yet. Import users to begin.";
}

function draw() {
  if (drawing) return;
  drawing = true;
  requestAnimationFrame(drawNow);
}

function show(snapshot) {
  if (snapshot.position < position) return; // Overtaken by the change stream; the next one will do.
  board = new Map(snapshot.presences.map(row => [row.extension, row]));
  position = snapshot.position;
  draw();
}

async function readJson(address, headers = {}) {
  const answer = await fetch(address, { headers, cache: "no-store" });
  if (answer.status === 304) return [null, answer];
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  return [await answer.json(), answer];
}

async function readSite() {
  const [site] = await readJson("/api/v1/site");
  presences = new Map(site.presences.map(p => [p.name, p]));
}

async function readBoard() {
  const [snapshot, answer] = await readJson("/api/v1/presence", tag ? { "If-None-Match": tag } : {});
  if (!snapshot) return;
  tag = answer.headers.get("ETag");
  if ([...new Set(snapshot.presences.map(row => row.presence))].some(name => !presences.has(name))) await readSite();
  show(snapshot);
}

// How long something set by hand holds is not in the change; the row knows.
async function readRow(extension) {
  const [row] = await readJson(`/api/v1/presence/${encodeURIComponent(extension)}`);
  const shown = board.get(extension);
  if (shown && row && row.sequence >= shown.sequence) {
    board.set(extension, row);
    draw();
  }
}

function apply(change) {
  if (change.position <= position) return;
  position = change.position;
  const row = board.get(change.extension);
  if (!row || !presences.has(change.to)) {
    tag = null;
    readSite().then(readBoard).catch(() => {});
    return;
  }
  const byHand = row.manual || change.cause === "manualSet";
  board.set(change.extension, {
    ...row,
    presence: change.to,
    availability: presences.get(change.to).availability,
    since: change.at,
    until: change.until,
    next: change.next,
    manual: undefined,
    sequence: change.sequence,
  });
  changed.add(change.extension);
  draw();
  if (byHand) readRow(change.extension).catch(() => {});
}

function listen() {
  stream = new EventSource(`/api/v1/changes?after=${position}`);
  stream.addEventListener("open", () => say("live", "live"));
  stream.addEventListener("change", event => apply(JSON.parse(event.data)));
  stream.addEventListener("reset", event => { position = 0; tag = null; show(JSON.parse(event.data)); });
  stream.addEventListener("error", () => {
    say("lost", "connection lost, trying again");
    if (stream.readyState === EventSource.CLOSED) setTimeout(start, retryMs); // Refused rather than broken: the browser gives up, this page does not.
  });
}

async function start() {
  try {
    await readSite();
    tag = null;
    position = 0;
    await readBoard();
    listen();
  } catch {
    say("lost", "no connection, trying again");
    setTimeout(start, retryMs);
  }
}

function refreshLater() {
  const large = 5000;
  setTimeout(async () => {
    try {
      if (line.classList.contains("live") && !document.hidden) await readBoard();
      draw(); // "10:00" becomes "Mon" at midnight.
    } catch {
      // The change stream notices a lost connection and says so.
    }
    refreshLater();
  }, board.size > large ? 300000 : 30000);
}

search.addEventListener("input", draw);
await start();
refreshLater();
