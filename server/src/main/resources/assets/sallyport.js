// What scripts add to pages that work without them. Each module looks for its own data- attribute; texts come from
// the page, nothing is written as HTML (the pages forbid it by Trusted Types).
import "./reveal.js";
import "./strength.js";
import "./phrase.js";
import "./copy.js";
import "./puzzle.js";
import "./submit.js";
import "./last.js";
import "./keep.js";
import "./zone.js";
import "./back.js";
