{{ assay.select_declared('cost_lines') }}
