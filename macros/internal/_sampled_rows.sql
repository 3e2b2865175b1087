{% macro _sampled_rows() -%}
    {#- How many training rows fit into the declared memory (assay_memory_limit_mb), NULL where all do or none is
        declared. Reads `training_sets` and `features`. A learner takes at most 40 bytes a value: what scikit-learn's
        least squares took in measurements, the most of all. -#}
    {%- set limit = var('assay_memory_limit_mb', none) -%}
    {%- if limit is none -%}
    cast(null as bigint)
    {%- else -%}
    {%- set row_bytes = '(40 * features.feature_count + 100)' -%}
    cast(case
        when training_sets.training_rows * {{ row_bytes }} > {{ limit * 1048576 }}
            then greatest(1, floor({{ limit * 1048576 }} / {{ row_bytes }}))
    end as bigint)
    {%- endif -%}
{%- endmacro %}
