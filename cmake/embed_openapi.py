"""Makes the C++ source that holds api/openapi.yaml as JSON: embed_openapi.py IN.yaml OUT.cc"""

import json
import sys

import yaml

with open(sys.argv[1], encoding="utf-8") as file:
    # A date or time without quotes is no text in YAML and fails here.
    text = json.dumps(yaml.safe_load(file), ensure_ascii=False, separators=(",", ":"))
with open(sys.argv[2], "w", encoding="utf-8") as file:
    file.write('#include "api/routes/contract.h"\n\n')
    file.write(f'std::string_view mingzhang::contract_json() {{\n  return R"~({text})~";\n}}\n')
