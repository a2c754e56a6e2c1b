// The few keys of the projector.

export interface ScreenKeys { join: () => void; close: () => void }

function toggleFull(): void {
  const done = document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen();
  done.catch(() => undefined);
}

export function screenKeys({ join, close }: ScreenKeys): (event: KeyboardEvent) => void {
  const acts: Record<string, () => void> = { j: join, q: join, f: toggleFull, escape: close };
  return (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
    acts[event.key.toLowerCase()]?.();
  };
}
