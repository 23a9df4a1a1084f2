(() => {
  const byId = (id) => document.getElementById(id);
  const token = document.querySelector('meta[name="fourwave-token"]').content;
  let seen = '';
  let peer = '';

  const alive = (works) => {
    byId('alive').textContent = works ? '' : 'The stack does not answer any more.';
    byId('alive').classList.toggle('gone', !works);
  };

  const connections = async () => {
    const answer = await fetch('/connections');
    if (!answer.ok) throw new Error();
    const focused = document.activeElement && document.activeElement.dataset.peer;
    byId('connections').innerHTML = await answer.text();
    if (focused) {
      const again = document.querySelector(`[data-peer="${CSS.escape(focused)}"]`);
      if (again) again.focus();
    }
    for (const from of ['stack', 'kernel']) {
      const left = Number(answer.headers.get(`X-Pending-${from}`));
      byId(`pending-${from}`).textContent = left > 0 ? `(${left} waited for)` : '';
    }
  };

  const ladder = async () => {
    const answer = await fetch(`/ladder?seen=${seen}&peer=${encodeURIComponent(peer)}`);
    if (!answer.ok) throw new Error();
    if (answer.status === 204) return;
    seen = answer.headers.get('X-Version');
    const places = [...document.querySelectorAll('#ladder > section > figure')].map((f) => f.scrollTop);
    byId('ladder').innerHTML = await answer.text();
    document.querySelectorAll('#ladder > section > figure').forEach((figure, i) => {
      figure.scrollTop = byId('following').checked ? figure.scrollHeight : places[i] || 0;
    });
  };

  const every = async (millis, what) => {
    try {
      if (!document.hidden) await what();
      alive(true);
    } catch (e) {
      alive(false);
    }
    setTimeout(() => every(millis, what), millis);
  };

  const drop = async (button) => {
    const answer = await fetch('/drop', {
      method: 'POST',
      headers: { 'X-Fourwave-Token': token, 'Content-Type': 'application/x-www-form-urlencoded' },
      body: new URLSearchParams({ from: button.dataset.from, kind: button.dataset.kind }),
    });
    byId('said').textContent = answer.ok
      ? `The next ${button.dataset.kind} that the ${button.dataset.from} sends will be lost.`
      : await answer.text();
    connections().catch(() => alive(false));
  };

  const choose = (chosen) => {
    peer = chosen;
    seen = '';
    byId('newest').hidden = !peer;
  };

  document.addEventListener('click', (event) => {
    const button = event.target.closest('button');
    if (!button) return;
    if (button.classList.contains('drop')) drop(button).catch(() => alive(false));
    if (button.dataset.peer) choose(button.dataset.peer);
    if (button.id === 'newest') choose('');
  });

  every(1000, connections);
  every(400, ladder);
})();
