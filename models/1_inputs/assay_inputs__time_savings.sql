{{ assay.select_declared('time_savings') }}
