// Starts what every page's frame does. Import siblings by relative path only, so that each module exists once.
import './frame-clock.js';
import './frame-connection.js';
import './frame-dialogs.js';
import './frame-notes.js';
import './frame-scroll.js';
import './frame-token.js';
import './frame-unsaved.js';
import './lock.js';
import './palette.js';
import './shortcuts.js';
import './theme.js';
import './worker-page.js';
