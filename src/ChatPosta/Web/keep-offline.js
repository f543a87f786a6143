// Has the offline page kept for later (sw.js). A browser that allows no worker, as some private windows, does without.
addEventListener('load', () => navigator.serviceWorker?.register('/sw.js', { updateViaCache: 'none' }).catch(() => {}));
