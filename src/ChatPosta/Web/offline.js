// The offline page goes as soon as chat-posta answers again. The browser says when there is a network; that of a train is
// there before it leads anywhere, and a program that was restarted says nothing: so it also asks now and then.

const pause = 5_000;

async function goOn() {
  // By its own address nobody asks for another page.
  if (!navigator.onLine || document.hidden || location.pathname === '/offline') return;
  if (await fetch('/healthz', { cache: 'no-store' }).catch(() => null)) location.reload();
}

addEventListener('online', goOn);
document.addEventListener('visibilitychange', goOn);
setInterval(goOn, pause);
