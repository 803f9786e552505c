/** The camera, and the microphone with it. */
export function filmed(): Promise<MediaStream> {
  return navigator.mediaDevices.getUserMedia({ audio: true, video: { width: 640, height: 480 } });
}

/** For who has no camera: a drawing of one colour, with a name and a hand that turns. */
export function drawn(name: string, colour: string): MediaStream {
  const canvas = document.createElement("canvas");
  canvas.width = 320;
  canvas.height = 240;
  const context = canvas.getContext("2d")!;
  const draw = () => {
    const angle = (Date.now() / 4000) * 2 * Math.PI;
    context.fillStyle = colour;
    context.fillRect(0, 0, canvas.width, canvas.height);
    context.strokeStyle = context.fillStyle = "#ffffff";
    context.lineWidth = 6;
    context.lineCap = "round";
    context.beginPath();
    context.arc(160, 100, 56, 0, 2 * Math.PI);
    context.moveTo(160, 100);
    context.lineTo(160 + 42 * Math.sin(angle), 100 - 42 * Math.cos(angle));
    context.stroke();
    context.font = "600 24px system-ui, sans-serif";
    context.textAlign = "center";
    context.fillText(name, 160, 206, 300);
  };
  draw();
  const timer = setInterval(draw, 100);
  const stream = canvas.captureStream(10);
  const [track] = stream.getVideoTracks();
  const stop = track!.stop.bind(track);
  track!.stop = () => {
    clearInterval(timer);
    stop();
  };
  return stream;
}
