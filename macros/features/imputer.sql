{% macro imputer(expression, strategy='mean') %}
    {#- The value, or where it is missing the mean, the median or the most frequent value (`most_frequent`, of any
        type, the lowest of equally frequent ones) of all rows of the query around, as BigQuery's ML.IMPUTER. It
        computes the statistics anew on the relation it runs on: features.encodings of a declaration is the safe way,
        it keeps those of the training rows. -#}
    {%- if strategy == 'most_frequent' -%}
        coalesce(
            {{ expression }},
            {{ assay.array_value(assay.frequent_keys(assay.window_counts(expression), 1, 1), 1) }}
        )
    {%- elif strategy in ['mean', 'median'] -%}
        {%- set value = assay.numeric_value(expression) -%}
        coalesce({{ value }}, {{ assay.median(value) if strategy == 'median' else 'avg(' ~ value ~ ')' }} over ())
    {%- else -%}
        {{ exceptions.raise_compiler_error(
            'imputer: strategy ' ~ strategy ~ ' is none of mean, median, most_frequent'
        ) }}
    {%- endif -%}
{%- endmacro %}
