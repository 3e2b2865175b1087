{% macro hash_bucketize(expression, buckets) %}
    {#- A value of any type in one of `buckets` buckets, numbered from 0, by its text: the first 32 bits of its MD5
        modulo `buckets`. BigQuery's ML.HASH_BUCKETIZE uses FarmHash, which other engines lack; MD5 is equal on all.
        NULL stays NULL. -#}
    ({{ assay.hash_integer('cast(' ~ expression ~ ' as string)') }} % {{ buckets }})
{%- endmacro %}
