// The projector stays awake, also after the laptop slept or another window lay over it.

/** `told`: whether this browser keeps the screen awake. It may refuse (battery saver), or cannot (a page without https). */
export function keepAwake(told: (awake: boolean) => void): () => void {
  let lock: WakeLockSentinel | undefined;
  const take = () => {
    if (document.visibilityState !== 'visible') return;
    const { wakeLock } = navigator as Navigator & { wakeLock?: WakeLock };
    if (!wakeLock) return told(false);
    wakeLock.request('screen').then((taken) => {
      lock = taken;
      told(true);
    }, () => told(false));
  };
  take();
  document.addEventListener('visibilitychange', take);
  return () => {
    document.removeEventListener('visibilitychange', take);
    void lock?.release();
  };
}
