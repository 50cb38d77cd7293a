// Tells what the chart shows under the pointer.
for (const figure of document.querySelectorAll('figure')) {
	const svg = figure.querySelector('svg'), cursor = figure.querySelector('.cursor');
	const caption = figure.querySelector('figcaption');
	const data = JSON.parse(figure.querySelector('script').textContent);
	const text = (n, digits) => n.toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits });
	svg.addEventListener('pointermove', (event) => {
		const at = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
		const share = Math.min(1, Math.max(0, (at.x - data.left) / data.wide));
		const [price, pivot, lower, upper, own, hold, stock] = data.rows[Math.round(share * (data.rows.length - 1))];
		const when = new Date(data.from + share * (data.to - data.from)).toISOString();
		cursor.style.visibility = 'visible';
		cursor.setAttribute('transform', `translate(${data.left + share * data.wide})`);
		caption.textContent = [
			when.slice(0, 10) + ' ' + when.slice(11, 16),
			price && `price ${text(price, 2)}`,
			pivot && `pivot ${text(pivot, 2)}`,
			pivot && `channel ${text(lower, 2)} to ${text(upper, 2)}`,
			own && `worth ${text(own, 0)} ${data.quote}, holding ${text(hold, 0)}`,
			`inventory ${text(stock, 2)} ${data.base}`,
		].filter(Boolean).join(' · ');
	});
	svg.addEventListener('pointerleave', () => {
		cursor.style.visibility = 'hidden';
		caption.textContent = '\u00a0';
	});
}
