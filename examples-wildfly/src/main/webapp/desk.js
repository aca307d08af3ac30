// SPDX-License-Identifier: Apache-2.0
// The order desk's page: asks the server for everything twice a second and shows it.
const POLL_MILLIS = 500;
const POLL_MILLIS_HIDDEN = 5000;
const LOWEST = 6;
const FULL_STOCK = 900;
const NUMBER = new Intl.NumberFormat("en", { useGrouping: true });
const number = value => (value == null ? "–" : NUMBER.format(value).replaceAll(",", " "));
const time = text => new Date(text).toLocaleTimeString();
const byId = id => document.getElementById(id);

function element(name, className, text) {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text != null) made.textContent = text;
  return made;
}

function setText(target, text) {
  const value = String(text);
  if (target.textContent !== value) target.textContent = value;
}

/** Keeps one child per item, so that what a person has focused or chosen stays. */
function sync(container, items, keyOf, create, update) {
  const old = new Map([...container.children].map(child => [child.dataset.key, child]));
  items.forEach((item, index) => {
    const key = String(keyOf(item));
    let child = old.get(key);
    if (!child) {
      child = create(item);
      child.dataset.key = key;
    }
    old.delete(key);
    if (container.children[index] !== child) container.insertBefore(child, container.children[index] ?? null);
    update(child, item);
  });
  old.forEach(child => child.remove());
}

async function ask(path, options) {
  let response;
  try {
    response = await fetch("api/" + path, options);
  } catch {
    throw new Error("The server does not answer.");
  }
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? `The server answered ${response.status}.`);
  return answer;
}

const post = (path, body) => ask(path, body === undefined
  ? { method: "POST" }
  : { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body) });

function tell(text, good) {
  const answer = byId("answer");
  answer.className = "answer " + (good ? "good" : "bad");
  answer.textContent = text;
}

/** Runs what a button stands for, and shows its answer or its failure in words. */
async function act(button, work) {
  button.disabled = true;
  try {
    const words = await work();
    if (words) tell(words, true);
    await refresh();
  } catch (failure) {
    tell(failure.message, false);
  } finally {
    button.disabled = false;
  }
}

function showCheck(check) {
  byId("check").dataset.state = check.state;
  const difference = check.difference;
  const words = {
    HOLDS: ["HOLDS", `exact at ${time(check.lastHeldAt)}`],
    MOVING: ["MOVING", "orders are under way"
      + (check.lastHeldAt ? `; last exact at ${time(check.lastHeldAt)}` : "")
      + (difference ? `; ${number(Math.abs(difference))} between two commits` : "")],
    BROKEN: ["DOES NOT HOLD", difference > 0
      ? `${number(difference)} placed and not found again` : `${number(-difference)} more found than were placed`],
  }[check.state];
  setText(byId("verdict"), words[0]);
  setText(byId("verdict-words"), words[1]);
  const terms = { placed: check.placed, shipped: check.shipped, waiting: check.waiting, dead: check.deadLettered, rejected: check.rejected };
  for (const [id, value] of Object.entries(terms)) {
    setText(byId(id), number(value));
    byId(id).parentElement.classList.toggle("some", value > 0);
  }
  setText(byId("in-flight"), number(check.inFlight));
  setText(byId("depth"), number(check.waiting));
  setText(byId("duplicates"), number(check.duplicates));
  byId("duplicates").classList.toggle("bad", check.duplicates > 0);
}

function showRate(placed, done) {
  const peak = Math.max(1, ...placed, ...done);
  const points = series => series.map((value, i) =>
    `${(i * 600 / (series.length - 1)).toFixed(1)},${(118 - value * 112 / peak).toFixed(1)}`);
  const spark = byId("spark");
  spark.querySelector(".area").setAttribute("d", `M0,120L${points(done).join("L")}L600,120Z`);
  spark.querySelector(".line").setAttribute("d", `M${points(placed).join("L")}`);
  const last = done.slice(-3);
  setText(byId("rate"), number(Math.round(last.reduce((sum, value) => sum + value, 0) / last.length)));
  setText(byId("peak"), peak > 1 ? `highest ${number(peak)}` : "");
}

function showRecent(orders, letters) {
  const dead = new Set(letters.map(letter => letter.orderId));
  byId("recent").hidden = orders.length === 0;
  byId("recent-empty").hidden = orders.length > 0;
  sync(byId("recent").tBodies[0], orders, order => order.id, order => {
    const row = element("tr");
    row.append(element("td", "number", order.id), element("td", "", order.line.customer), element("td"),
      element("td", "number", order.line.quantity), element("td"));
    row.children[1].append(element("small", "", order.line.city));
    row.children[4].append(element("span", "pill"), element("small"));
    return row;
  }, (row, order) => {
    setText(row.children[2], order.line.article);
    const state = order.outcome?.toLowerCase() ?? (dead.has(order.id) ? "dead" : "waiting");
    const [pill, reason] = row.children[4].children;
    pill.className = "pill " + state;
    setText(pill, state === "dead" ? "dead letter" : state);
    setText(reason, order.reason ?? "");
  });
}

function articleOptions(select, articles) {
  if (select.options.length === articles.length) return;
  select.replaceChildren(...articles.map(article => new Option(`${article.name} (${article.code})`, article.code)));
}

function createLetter(letter, articles) {
  const item = element("li");
  const head = element("div", "head");
  head.append(element("strong", "", `Order ${letter.orderId}: ${letter.quantity} × ${letter.article}`), element("span"));
  const form = element("form");
  const label = element("label", "", "Mend with article");
  const select = element("select");
  articleOptions(select, articles);
  label.append(select);
  const button = element("button", "", "Send back");
  button.setAttribute("aria-label", `Send back order ${letter.orderId}`);
  form.append(label, button);
  form.addEventListener("submit", event => {
    event.preventDefault();
    act(button, async () => {
      await post("dead-letters/" + encodeURIComponent(letter.messageId), { article: select.value });
      return `Order ${letter.orderId} is on its way again with article ${select.value}.`;
    });
  });
  item.append(head, element("p", "cause", letter.cause), form);
  return item;
}

function showLetters(letters, articles) {
  byId("dead-empty").hidden = letters.length > 0;
  sync(byId("letters"), letters, letter => letter.messageId, letter => createLetter(letter, articles), (item, letter) => {
    const parts = [];
    if (letter.attempts) parts.push(`${letter.attempts} attempts`);
    if (letter.diedAt) parts.push(`given up at ${time(letter.diedAt)}`);
    setText(item.querySelector(".head span"), parts.join(", "));
  });
}

function createImport(run) {
  const box = element("div", "import");
  const bar = element("progress");
  bar.setAttribute("aria-label", `Progress of ${run.name}`);
  const problems = element("details");
  problems.append(element("summary"), element("ol"));
  const goOn = element("button", "", "Continue");
  goOn.addEventListener("click", () => act(goOn, () => post("imports/" + run.id).then(() => "The import goes on.")));
  box.append(element("span", "name", `${run.id}. ${run.name}`), bar, element("span", "state"), element("span", "failure"), goOn, problems);
  return box;
}

function showImport(box, run) {
  const [, bar, state, failure, goOn, problems] = box.children;
  bar.max = Math.max(1, run.lineCount - 1);
  bar.value = run.nextLine - 2;
  const done = { RUNNING: "importing", STOPPED: "stopped", DONE: "done" }[run.state];
  setText(state, `${done}: ${number(run.nextLine - 2)} of ${number(run.lineCount - 1)} lines, ${number(run.imported)} orders`);
  setText(failure, run.failure ?? "");
  failure.hidden = !run.failure;
  goOn.hidden = run.state !== "STOPPED";
  problems.hidden = run.problemCount === 0;
  setText(problems.firstChild, `${number(run.problemCount)} ${run.problemCount === 1 ? "line" : "lines"} could not be read`);
  sync(problems.lastChild, run.problems, problem => problem.line,
    problem => element("li", "", `Line ${problem.line}: ${problem.reason}`), () => {});
}

function showStock(articles) {
  const lowest = [...articles].sort((a, b) => a.stock - b.stock || a.name.localeCompare(b.name)).slice(0, LOWEST);
  sync(byId("stock"), lowest, article => article.code, article => {
    const item = element("li");
    const bar = element("progress");
    bar.max = FULL_STOCK;
    bar.setAttribute("aria-label", `Stock of ${article.name}`);
    item.append(element("span", "", article.name), bar, element("span", "left"));
    return item;
  }, (item, article) => {
    item.children[1].value = Math.min(FULL_STOCK, article.stock);
    setText(item.children[2], number(article.stock));
    item.classList.toggle("low", article.stock < FULL_STOCK / 10);
  });
}

function showSeries(series) {
  const running = series.wanted > series.placed && !series.failure;
  byId("series").hidden = !running && !series.failure;
  byId("series-progress").max = Math.max(1, series.wanted);
  byId("series-progress").value = series.placed;
  setText(byId("series-words"), `${number(series.placed)} of ${number(series.wanted)}`
    + (series.failure ? `, then it failed: ${series.failure}` : ""));
}

function show(state) {
  showCheck(state.check);
  showRate(state.placedPerSecond, state.donePerSecond);
  showRecent(state.recent, state.deadLetters);
  showLetters(state.deadLetters, state.articles);
  sync(byId("imports"), state.imports, run => run.id, createImport, showImport);
  showStock(state.articles);
  showSeries(state.series);
  articleOptions(byId("order-form").elements.article, state.articles);
}

function connected(failure) {
  const sign = byId("connection");
  sign.className = "connection " + (failure ? "lost" : "live");
  setText(sign, failure ? "no answer" : "live");
  byId("notice").hidden = !failure;
  setText(byId("notice"), failure ? `${failure.message} The figures below are the last known; asking again.` : "");
}

async function refresh() {
  try {
    show(await ask("state"));
    connected(null);
  } catch (failure) {
    connected(failure);
  }
}

function rolledBack(answer) {
  const gone = !answer.rowFound && !answer.messageFound;
  const text = `${answer.failure}.\n`
    + `Its row: ${answer.rowFound ? "STILL THERE" : "not there"}. Its message: ${answer.messageFound ? "STILL THERE" : "not there"}.\n`
    + `Orders placed: ${number(answer.before.placed)} before, ${number(answer.after.placed)} after.`
    + ` Messages waiting: ${number(answer.before.waiting)} before, ${number(answer.after.waiting)} after.`;
  if (!gone) throw new Error(text);
  return text;
}

function wire() {
  byId("order-form").addEventListener("submit", event => {
    event.preventDefault();
    const form = Object.fromEntries(new FormData(event.target));
    act(byId("place"), async () => {
      const placed = await post("orders", { ...form, quantity: Number(form.quantity) });
      return `Order ${placed.orderId} is placed.`;
    });
  });
  const buttons = {
    many: () => post("orders/many").then(() => "1 000 orders are being placed."),
    poison: () => post("orders/poison").then(placed => `Order ${placed.orderId} asks for an article that does not exist.`),
    failing: () => post("orders/failing").then(rolledBack),
    sample: () => post("imports/sample").then(() => "The sample is being imported."),
    restock: () => post("stock").then(answer => answer.done + "."),
  };
  for (const [id, work] of Object.entries(buttons)) {
    byId(id).addEventListener("click", event => act(event.currentTarget, work));
  }
  byId("file").addEventListener("change", event => {
    const file = event.target.files[0];
    if (!file) return;
    act(event.target, async () => {
      await ask("imports?name=" + encodeURIComponent(file.name), { method: "POST", headers: { "Content-Type": "text/csv" }, body: file });
      event.target.value = "";
      return `${file.name} is being imported.`;
    });
  });
}

async function poll() {
  await refresh();
  setTimeout(poll, document.hidden ? POLL_MILLIS_HIDDEN : POLL_MILLIS);
}

wire();
poll();
