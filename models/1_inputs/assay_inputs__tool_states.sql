{{ assay.select_declared('tool_states') }}
