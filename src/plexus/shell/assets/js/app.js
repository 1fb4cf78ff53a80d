// Everything a page of Plexus needs; each module is one behaviour and finds its own elements.
import "./requests.js";
import "./appearance.js";
import "./menus.js";
import "./dialogs.js";
import "./toasts.js";
import "./palette.js";
import "./rows.js";
import "./selection.js";
import "./cells.js";
import "./columns.js";
import "./board.js";
import "./lifting.js";
import "./preview.js";
import "./composer.js";
import "./drafts.js";
import "./submits.js";
import "./drops.js";
