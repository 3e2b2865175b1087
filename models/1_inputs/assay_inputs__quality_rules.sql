{{ assay.select_declared('quality_rules') }}
