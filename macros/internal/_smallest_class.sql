{% macro _smallest_class(part) %}
    {#- How many training rows of an ml_model the rarest class has; none where a class has no training row at all. -#}
    {%- set query -%}
        select
            case when count(*) < max(classes) then 0 else min(row_count) end
        from (
            select count(*) as row_count, max((select count(distinct assay_label) from {{ part }}rows)) as classes
            from {{ part }}examples
            group by label
        ) as counted
    {%- endset -%}
    {{ return(run_query(query).rows[0][0] | int) }}
{% endmacro %}
