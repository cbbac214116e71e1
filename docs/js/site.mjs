// The one program of every page, bundled by press/bundle.py: each file of its own would cost a request.
import "./calculator.mjs";
import "./notes.mjs";
import "./studies.mjs";
import "./offline.mjs";
