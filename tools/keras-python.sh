#!/usr/bin/env bash
# Prints the path of a Python interpreter that has real Keras, for tests that open our files with it. Makes a virtual
# environment the first time. Fails, quietly, where Python or the packages cannot be had.
#   PYTHON=$(bash tools/keras-python.sh)
set -euo pipefail
packages=(keras==3.15.1 tensorflow-cpu==2.21.0 tensorboard==2.21.0 h5py)
folder=${HORNBEAM_KERAS_ENV:-${XDG_CACHE_HOME:-$HOME/.cache}/hornbeam-keras}
python=$folder/bin/python
stamp=$folder/.packages

if [[ ! -f $stamp || $(cat "$stamp") != "${packages[*]}" ]]; then
  command -v python3 >/dev/null || { echo "there is no python3" >&2; exit 1; }
  python3 -m venv "$folder" >&2
  # an index of this machine, where there is one, is nearer than the public one
  read -r -a near <<<"$(python3 -m pip config get global.extra-index-url 2>/dev/null || true)"
  options=()
  if ((${#near[@]})); then
    options=(--index-url "${near[0]}")
    for url in "${near[@]:1}"; do options+=(--extra-index-url "$url"); done
  fi
  install=("$python" -m pip install -qq --disable-pip-version-check --retries 2 --timeout 30)
  "${install[@]}" "${options[@]}" "${packages[@]}" >&2 || "${install[@]}" "${packages[@]}" >&2
  echo "${packages[*]}" >"$stamp"
fi
echo "$python"
