import { Api, type RoomDetails } from "./api.ts";
import type { Way } from "./peer.ts";
import { drawn, filmed } from "./picture.ts";
import { messageOf, nameOf, Room } from "./room.ts";

const ways: Record<Way, string> = { connecting: "connecting", direct: "direct", relay: "through TURN", lost: "" };

const signIn = find<HTMLFormElement>("#sign-in");
const choose = find<HTMLFormElement>("#choose");
const join = find<HTMLFormElement>("#join");
const say = find<HTMLFormElement>("#say");
const pictures = find<HTMLElement>("#pictures");
const leave = field<HTMLButtonElement>(join, "leave");

let api: Api | null = null;
let name = "";
let chosen: RoomDetails | null = null;
let room: Room | null = null;

// ?api=... says where the platform is, #... which room.
field(signIn, "api").value = new URLSearchParams(location.search).get("api") ?? "http://127.0.0.1:8080";
field(choose, "id").value = location.hash.slice(1);
field(signIn, "api").addEventListener("input", warn);
warn();

on(signIn, async (how) => {
  const next = new Api(field(signIn, "api").value.replace(/\/+$/, ""));
  const [email, password] = [field(signIn, "email").value, field(signIn, "password").value];
  name = field(signIn, "name").value || email.split("@")[0]!;
  if (how === "token") {
    next.useToken(field(signIn, "token").value.trim());
    name ||= "me";
  } else if (how === "up") {
    await next.signUp(email, password, name);
  } else {
    await next.signIn(email, password);
  }

  api = next;
  enable(choose);
  return how === "token" ? "The token is used for a quarter of an hour at most." : `Signed in as ${email}.`;
});

on(choose, async (how) => {
  chosen = how === "open" ? await api!.openRoom(field(choose, "name").value) : await api!.room(field(choose, "id").value.trim().split("#").at(-1)!);
  history.replaceState(null, "", `#${chosen.id}`);
  field(choose, "id").value = chosen.id;
  enable(join);
  return `“${chosen.name}”, for ${chosen.capacity} at once. Give the other this page's address, or the id.`;
});

on(join, async () => {
  const { id } = chosen!;
  const picture = field(join, "picture").checked ? drawn(name, field(join, "colour").value) : await filmed();
  try {
    const servers = await api!.iceServers(id);
    const relayed = field(join, "relay").checked;
    note(servers.length > 0 ? `TURN: ${servers.flatMap((server) => server.urls).join(", ")}` : "TURN is not configured: browsers meet directly, or not at all");
    if (relayed && servers.length === 0) {
      throw new Error("There is no TURN server: the platform has none configured.");
    }

    room = new Room(api!, id, ["audio", "video", "data"], relayed, picture, {
      came: (participant) => show(participant.participantId, nameOf(participant)),
      left: (participantId) => frame(participantId)?.remove(),
      picture: (participantId, stream) => play(participantId, stream),
      way: (participantId, way) => label(participantId, ways[way]),
      text: (from, text) => write(nameOf(from), text, false),
      closed: (reason) => {
        stop(picture);
        note(reason);
        tell(join, reason);
      },
      note,
    });
    show("self", name);
    play("self", picture);
    await room.enter();
  } catch (error) {
    stop(picture);
    throw error;
  }

  toggle(true);
  return "You are in. Who else is here has a picture on the right.";
});

say.addEventListener("submit", (event) => {
  event.preventDefault();
  const input = field(say, "text");
  if (room && input.value.trim()) {
    room.say(input.value);
    write(name, input.value, true);
    input.value = "";
  }
});

leave.addEventListener("click", () => void room?.leave());
addEventListener("pagehide", () => void room?.leave());

function stop(picture: MediaStream): void {
  picture.getTracks().forEach((track) => track.stop());
  frame("self")?.remove();
  room = null;
  toggle(false);
}

function toggle(inside: boolean): void {
  leave.hidden = !inside;
  find<HTMLButtonElement>("#join button:not([name])").disabled = inside;
  for (const control of say.querySelectorAll<HTMLInputElement | HTMLButtonElement>("input, button")) {
    control.disabled = !inside;
  }
}

/** Each step says under its form what came of it. */
function on(form: HTMLFormElement, step: (how: string) => Promise<string>): void {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = event.submitter as HTMLButtonElement | null;
    button?.setAttribute("disabled", "");
    try {
      tell(form, await step(button?.value ?? ""));
    } catch (error) {
      tell(form, messageOf(error), true);
    } finally {
      if (form !== join || room === null) {
        button?.removeAttribute("disabled");
      }
    }
  });
}

function tell(form: HTMLFormElement, text: string, wrong = false): void {
  const line = form.querySelector<HTMLElement>(".done")!;
  line.textContent = text;
  line.classList.toggle("wrong", wrong);
}

/** The address of the page may name another's platform. */
function warn(): void {
  const address = field(signIn, "api").value;
  const host = URL.canParse(address) ? new URL(address).host : address;
  const foreign = host.split(":")[0] !== location.hostname;
  tell(signIn, foreign ? `E-mail and password go to ${host}: sign in only if you know whose that is.` : "", foreign);
}

function enable(form: HTMLFormElement): void {
  form.querySelector("fieldset")!.disabled = false;
}

function show(participantId: string, caption: string): void {
  const figure = document.createElement("figure");
  figure.dataset.participant = participantId;
  const video = document.createElement("video");
  video.autoplay = video.playsInline = true;
  video.muted = participantId === "self";
  const [who, way] = [document.createElement("span"), document.createElement("span")];
  who.textContent = participantId === "self" ? `${caption} (you)` : caption;
  way.className = "way";
  const line = document.createElement("figcaption");
  line.append(who, way);
  figure.append(video, line);
  pictures.append(figure);
}

function play(participantId: string, stream: MediaStream): void {
  const video = frame(participantId)?.querySelector("video");
  if (video) {
    video.srcObject = stream;
  }
}

function label(participantId: string, text: string): void {
  const way = frame(participantId)?.querySelector(".way");
  if (way) {
    way.textContent = text;
  }
}

function frame(participantId: string): HTMLElement | null {
  return pictures.querySelector(`[data-participant="${participantId}"]`);
}

function write(who: string, text: string, own: boolean): void {
  const line = document.createElement("li");
  const author = document.createElement("b");
  author.textContent = who;
  line.className = own ? "own" : "";
  line.append(author, text);
  append("#texts", line);
}

function note(text: string): void {
  const line = document.createElement("li");
  const time = document.createElement("time");
  time.textContent = new Date().toLocaleTimeString("en-GB");
  line.append(time, text);
  append("#notes", line);
}

function append(selector: string, line: HTMLElement): void {
  const list = find(selector);
  list.append(line);
  list.scrollTop = list.scrollHeight;
}

function field<T extends HTMLElement = HTMLInputElement>(form: HTMLFormElement, name: string): T {
  return form.querySelector<T>(`[name="${name}"]`)!;
}

function find<T extends HTMLElement>(selector: string): T {
  return document.querySelector<T>(selector)!;
}
