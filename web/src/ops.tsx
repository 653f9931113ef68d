// The composition root of the ops dashboard.
import './styles/ops.scss';
import { render } from 'preact';
import { App } from './app';
import { connect } from './live/live';
import { startRouting } from './route/route';

// nhsuk-frontend refuses to start without this class. It is set here and not by its inline script, which our CSP refuses.
document.body.classList.add('js-enabled', 'nhsuk-frontend-supported');

startRouting();
connect();
const root = document.getElementById('root');
if (root) render(<App />, root);
