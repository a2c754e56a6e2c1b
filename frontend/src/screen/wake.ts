// The projector stays awake, also after the laptop slept or another window lay over it.

export function keepAwake(): () => void {
  let lock: WakeLockSentinel | undefined;
  const take = () => {
    if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
    // A browser may refuse (battery saver): then the screen works, and only may fall asleep.
    navigator.wakeLock.request('screen').then((taken) => (lock = taken), () => undefined);
  };
  take();
  document.addEventListener('visibilitychange', take);
  return () => {
    document.removeEventListener('visibilitychange', take);
    void lock?.release();
  };
}
