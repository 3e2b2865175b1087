{% macro _dataset_problems(relation, use_cases, path) %}
    {#- One sentence per quality rule that reads a relation its use case does not name: without the name dbt could
        not know that the relation must be built first. -#}
    {%- set query -%}
        select distinct use_case, rule, dataset from {{ relation }} order by use_case, rule, dataset
    {%- endset -%}
    {%- set problems = [] -%}
    {%- for row in run_query(query).rows if row[0] in use_cases -%}
        {%- set declaration = use_cases[row[0]] -%}
        {%- set known = [declaration.entity.relation] + (declaration.datasets or []) -%}
        {%- if row[2] not in known -%}
            {%- do problems.append(
                path ~ '.' ~ row[0] ~ '.' ~ row[1] ~ ": dataset '" ~ row[2] ~ "' is neither the decision relation nor "
                ~ 'listed in assay_use_cases.' ~ row[0] ~ '.datasets' ~ assay._did_you_mean(row[2], known)
            ) -%}
        {%- endif -%}
    {%- endfor -%}
    {{ return(problems) }}
{% endmacro %}
