"""Parts of Python that Pyodide loads when it starts and the calculator never uses, each with what stands in its place.

An event loop and an installer of packages are two fifths of what would be loaded: the calculator waits for nothing and
brings nothing along. What stands here must hold whatever Pyodide's own start asks of it, and no more.
"""

from __future__ import annotations

from collections.abc import Mapping

SPARED: Mapping[str, str] = {
    "asyncio/__init__.py": "# no event loop\n",
    "pyodide/webloop.py": "def _initialize_event_loop(): pass\n",
    "pyodide/_package_loader.py": """
class Place:
    def __init__(self, path): self.path = path
    def __str__(self): return self.path

SITE_PACKAGES = Place("/lib/site-packages")
DSO_DIR = Place("/usr/lib")

def init_loaded_packages(): pass
""",
}
