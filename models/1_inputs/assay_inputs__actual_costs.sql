{{ assay.select_declared('actual_costs') }}
