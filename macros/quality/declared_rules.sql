{% macro declared_rules() %}
    {#- The declared quality rules, with what is needed to check them: a list of rows as
        dictionaries, each with `relation` and `time_column` (the use case's decision time for its own relation, the
        declared loaded_at_column for a data source, else none). Empty until the rules are built. -#}
    {%- set rules = [] -%}
    {%- set declared = ref('assay_inputs__quality_rules') -%}
    {%- set sources = ref('assay_inputs__data_sources') -%}
    {%- if not execute or load_relation(declared) is none -%}
        {{ return(rules) }}
    {%- endif -%}
    {%- set use_cases = assay.use_cases() -%}
    {%- set query -%}
        select
            rules.use_case,
            rules.rule,
            rules.dataset,
            rules.column_name,
            rules.check_type,
            rules.allowed,
            rules.low,
            rules.high,
            max(sources.loaded_at_column) as time_column
        from {{ declared }} as rules
        left join {{ sources }} as sources
            on rules.use_case = sources.use_case and rules.dataset = sources.relation
        group by
            rules.use_case, rules.rule, rules.dataset, rules.column_name,
            rules.check_type, rules.allowed, rules.low, rules.high
        order by rules.use_case, rules.rule
    {%- endset -%}
    {%- for row in run_query(query).rows if row['use_case'] in use_cases -%}
        {%- set rule = dict(row) -%}
        {%- set entity = use_cases[rule['use_case']].entity -%}
        {%- do rule.update({'relation': load_relation(assay.relation_named(rule['dataset']))}) -%}
        {%- if rule['dataset'] == entity.relation -%}{%- do rule.update({'time_column': entity.time}) -%}{%- endif -%}
        {%- do rules.append(rule) -%}
    {%- endfor -%}
    {{ return(rules) }}
{% endmacro %}
