(() => {
  const detail = document.getElementById('detail');
  const choose = (segment) => {
    document.querySelectorAll('.seg.chosen').forEach((s) => s.classList.remove('chosen'));
    detail.hidden = !segment;
    if (segment) {
      segment.classList.add('chosen');
      detail.textContent = segment.querySelector('title').textContent;
    }
  };
  document.addEventListener('click', (event) => {
    if (!detail.contains(event.target)) choose(event.target.closest('.seg'));
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') choose(null);
  });
})();
