{{ assay.select_declared('impact_lines') }}
