// Shows at once what the site is told, and leaves the desk when the visit has ended.
const desk = document.querySelector('[data-live]');

function line(news) {
  const item = document.createElement('li');
  const time = document.createElement('time');
  const by = document.createElement('span');
  time.textContent = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', second: '2-digit', timeZone: 'UTC',
  }).format(new Date(news.at)).replace(',', '') + ' UTC';
  by.className = 'by';
  by.textContent = news.by;
  item.append(time, ' ', by, ' ' + news.text);
  return item;
}

function leave(news) {
  const ended = document.getElementById('ended').content.cloneNode(true);
  ended.querySelector('.why').textContent = news.text;
  ended.querySelector('.by').textContent = news.by === 'stream' ? 'stream of revocations' : news.by;
  document.querySelector('.who')?.remove();
  document.querySelector('.said')?.remove();
  desk.replaceWith(ended);
  document.title = 'Signed out · Demo Exchange';
  document.getElementById('main').focus();
}

if (desk) {
  const live = new EventSource('/live');
  live.addEventListener('news', event => {
    document.getElementById('news')?.prepend(line(JSON.parse(event.data)));
  });
  // The site hears nothing of Sallyport: what is shown may be over.
  live.addEventListener('doubt', async () => {
    if (!(await fetch('/visit', { cache: 'no-store' })).ok) {
      live.close();
      location.assign('/');
    }
  });
  live.addEventListener('ended', event => {
    live.close();
    leave(JSON.parse(event.data));
  });
}

// Waits until a withdrawal stands otherwise: its holder is at Sallyport, in another window.
const payout = document.querySelector('[data-payout]');
if (payout && ['confirm', 'approved', 'asking'].includes(payout.dataset.state)) {
  setInterval(async () => {
    try {
      const answer = await fetch(payout.dataset.payout, { cache: 'no-store' });
      if (answer.ok && (await answer.json()).state !== payout.dataset.state) {
        location.reload();
      }
    } catch {
      // The next question may be answered.
    }
  }, 1000);
}

// Asks whether Sallyport is back, and goes on from there.
const away = document.querySelector('[data-away]');
if (away) {
  setInterval(async () => {
    try {
      if ((await fetch('/sallyport/state', { cache: 'no-store' })).ok) {
        location.replace(away.dataset.away);
      }
    } catch {
      // This site is away too: the next question may find it.
    }
  }, 3000);
}
