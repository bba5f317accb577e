/** All tests in one process, so that those with the same settings share a Switchboard and a browser. One file alone: `node --test test/calls.js`. */
import './calls.js';
import './call.js';
import './live.js';
import './place.js';
import './pages.js';
import './access.js';
import './start.js';
