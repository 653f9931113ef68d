// The composition root of the staff's pages.
import './styles/staff.scss';
import { render } from 'preact';
import { guardDrafts } from './inbox/drafts';
import { connect } from './live/live';
import { startRouting } from './route/route';
import { StaffApp } from './staff_app';
import { ProductOf, staff } from './ui/product';

// nhsuk-frontend refuses to start without this class. It is set here and not by its inline script, which our CSP refuses.
document.body.classList.add('js-enabled', 'nhsuk-frontend-supported');

if (location.pathname === '/app/') history.replaceState(null, '', staff.home + location.search);
startRouting(staff.root);
guardDrafts();
connect();
const root = document.getElementById('root');
if (root) render(<ProductOf.Provider value={staff}><StaffApp /></ProductOf.Provider>, root);
