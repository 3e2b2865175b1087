{{ assay.select_declared('obligation_conditions') }}
