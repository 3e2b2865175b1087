{% macro quantile_bucketize(expression, buckets) %}
    {#- The number of a value's bucket, from 1, where `buckets` buckets hold equally many rows of the query around, as
        BigQuery's ML.QUANTILE_BUCKETIZE, but a number and with exact quantiles. NULL stays NULL. It computes the
        edges anew on the relation it runs on: features.encodings of a declaration is the safe way, it keeps those of
        the training rows. -#}
    {%- set value = assay.numeric_value(expression) -%}
    {%- set tests = [] -%}
    {%- for bucket in range(1, buckets) -%}
        {%- do tests.append(
            'when (' ~ value ~ ') < ' ~ assay.quantile(value, bucket / buckets) ~ ' over () then ' ~ bucket
        ) -%}
    {%- endfor -%}
    case {{ tests | join(' ') }} when ({{ value }}) is not null then {{ buckets }} end
{%- endmacro %}
