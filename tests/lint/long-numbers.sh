#!/bin/sh
# Random frameworks with long numbers: the scorer beside the slow one.
exec "$ROOT/tests/score/heavy.py" "$BUILD/tools/batch" 200
